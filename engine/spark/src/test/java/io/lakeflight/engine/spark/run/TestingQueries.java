package io.lakeflight.engine.spark.run;

import org.apache.spark.SparkContext;

/** Queries that no client has sent, for what runs one. */
public final class TestingQueries {
    private TestingQueries() {}

    public static RunningQuery start(String id, SparkContext spark) {
        return new RunningQuery(id, spark, () -> {});
    }
}
