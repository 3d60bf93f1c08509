package io.lakeflight.benchmarks.system;

/** A server that has just been started, with a client. */
record StartedLakeflight(LakeflightServer server, Lakeflight system) implements Starts.Started {
    @Override
    public ProcessHandle process() {
        return server.process();
    }

    @Override
    public void close() {
        system.close();
        server.close();
    }
}
