package io.lakeflight.engine.spark.run;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Cancels jobs that start when their statement has ended already: adaptive execution and broadcasts submit jobs from
 * threads of their own, which nobody waits for.
 */
final class LateJobs extends SparkListener {
    private final SparkContext spark;
    private final RunningQueries queries;

    LateJobs(SparkContext spark, RunningQueries queries) {
        this.spark = spark;
        this.queries = queries;
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
        for (String tag : JobTags.of(event.properties())) {
            if (RunningQuery.isTag(tag) && !queries.isRunning(tag)) {
                spark.cancelJob(event.jobId(), "its statement has ended");
            }
        }
    }
}
