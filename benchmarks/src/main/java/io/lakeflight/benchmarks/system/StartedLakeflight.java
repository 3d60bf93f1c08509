package io.lakeflight.benchmarks.system;

/** A server that has just been started, with a client. */
record StartedLakeflight(LakeflightServer server, Lakeflight client) implements Starts.Started {
    @Override
    public long answer(String statement) {
        return client.run(statement).rows();
    }

    @Override
    public ProcessHandle process() {
        return server.process();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
