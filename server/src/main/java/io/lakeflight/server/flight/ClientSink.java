package io.lakeflight.server.flight;

import io.lakeflight.server.results.RowSink;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A client's stream as the place where rows go: waits until the client's connection takes more. */
final class ClientSink implements RowSink {
    private final ServerStreamListener listener;
    private boolean aborted;

    /** To be made on the call's own thread, before it returns to gRPC: handlers set later may miss an event. */
    ClientSink(ServerStreamListener listener) {
        this.listener = listener;
        listener.setOnReadyHandler(this::wake);
        listener.setOnCancelHandler(this::wake);
    }

    @Override
    public void start(VectorSchemaRoot root) {
        listener.start(root);
    }

    @Override
    public boolean send() {
        if (!awaitReady()) {
            return false;
        }
        listener.putNext();
        return true;
    }

    private synchronized boolean awaitReady() {
        while (!aborted && !listener.isCancelled() && !listener.isReady()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !aborted && !listener.isCancelled();
    }

    private synchronized void wake() {
        notifyAll();
    }

    @Override
    public synchronized void abort() {
        aborted = true;
        notifyAll();
    }
}
