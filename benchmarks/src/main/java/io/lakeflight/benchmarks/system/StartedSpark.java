package io.lakeflight.benchmarks.system;

/** A Spark that has just been started. */
record StartedSpark(Spark system) implements Starts.Started {
    @Override
    public ProcessHandle process() {
        return system.process().process();
    }

    @Override
    public void close() {
        system.process().close();
    }
}
