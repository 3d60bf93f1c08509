package io.lakeflight.benchmarks.system;

import io.lakeflight.testing.BareSpark;

/** A Spark that has just been started. */
record StartedSpark(BareSpark spark) implements Starts.Started {
    @Override
    public long answer(String statement) {
        return spark.run(statement).count();
    }

    @Override
    public ProcessHandle process() {
        return spark.process();
    }

    @Override
    public void close() {
        spark.close();
    }
}
