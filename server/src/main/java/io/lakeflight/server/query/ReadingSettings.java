package io.lakeflight.server.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Settings of a session, or of a data plane, by which Spark reads a text, or a table, otherwise than is supposed here. */
final class ReadingSettings {
    private static final String OTHER_VERSIONS = "spark.wap.";
    private static final List<String> READ_OTHERWISE = List.of(
            OTHER_VERSIONS,
            "spark.sql.ansi.",
            "spark.sql.casesensitive",
            "spark.sql.iceberg.",
            "spark.sql.legacy.",
            "spark.sql.optimizer.",
            "spark.sql.parser.",
            "spark.sql.sources.");

    private ReadingSettings() {}

    /** One by which conditions of the text may be others; empty if there is none. */
    static Optional<String> unusual(Set<String> settings) {
        return settings.stream()
                .filter(key -> {
                    String name = key.toLowerCase(Locale.ROOT);
                    return READ_OTHERWISE.stream().anyMatch(name::startsWith) || name.contains("collation");
                })
                .sorted()
                .findFirst();
    }

    /** Whether tables may be read as they are elsewhere than at their current snapshots. */
    static boolean readOtherVersions(Set<String> settings) {
        return settings.stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).startsWith(OTHER_VERSIONS));
    }
}
