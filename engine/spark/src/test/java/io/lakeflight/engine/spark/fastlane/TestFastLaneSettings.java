package io.lakeflight.engine.spark.fastlane;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.run.SpareSlots;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFastLaneSettings {
    private static final String PREFIX = "spark.lakeflight.fast-lane.";

    /** Whatever is configured, Spark's tasks keep a quarter of the processors. */
    @ParameterizedTest
    @CsvSource({
        // processors, cores of Spark, threads, max-concurrent: threads and statements of DuckDB
        "8, 8, 0, 8, 8, 8",
        "8, 2, 0, 8, 2, 4",
        "2, 2, 0, 8, 2, 4",
        "2, 2, 16, 100, 2, 4",
        "8, 8, 3, 5, 3, 5",
        "1, 1, 0, 8, 1, 2",
        "2, 64, 0, 100, 2, 4",
    })
    void coresAreShared(int processors, int cores, int threads, int concurrent, int itsThreads, int itsConcurrent) {
        SparkConf conf = new SparkConf(false)
                .set(SpareSlots.CORES, String.valueOf(cores))
                .set(PREFIX + "threads", String.valueOf(threads))
                .set(PREFIX + "max-concurrent", String.valueOf(concurrent));

        FastLaneSettings settings = FastLaneSettings.of(conf, processors);

        assertThat(settings.threads()).isEqualTo(itsThreads);
        assertThat(settings.maxConcurrent()).isEqualTo(itsConcurrent);
        double own = Math.min(cores, processors);
        assertThat(own / (own + settings.threads() - 1 + settings.maxConcurrent()))
                .isGreaterThanOrEqualTo(0.25);
    }

    @Test
    void sparkElsewhereLeavesTheDriversProcessors() {
        FastLaneSettings settings = FastLaneSettings.of(new SparkConf(false), 4);

        assertThat(settings.threads()).isEqualTo(4);
        assertThat(settings.maxConcurrent()).isEqualTo(8);
    }
}
