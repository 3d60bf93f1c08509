package io.lakeflight.engine.spark.run;

import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The tags a job was submitted with. */
final class JobTags {
    private JobTags() {}

    /** @param properties of the job's submitter; null if it had none */
    static List<String> of(@Nullable Properties properties) {
        String tags = properties == null ? null : properties.getProperty("spark.job.tags");
        return tags == null ? List.of() : List.of(tags.split(","));
    }
}
