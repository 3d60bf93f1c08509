package io.lakeflight.server.results;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Where the rows of a query go. */
public interface RowSink {
    /** Sends the schema; batches are then taken from {@code root}, one per call of {@link #send}. */
    void start(VectorSchemaRoot root);

    /**
     * Sends what stands in the root; waits first until the receiver wants more.
     *
     * @return false if the receiver has gone
     */
    boolean send();

    /** Makes a waiting {@link #send} return false soon; any thread may call this. */
    void abort();

    /** Nowhere: for statements whose rows nobody asked for. */
    final class Discarded implements RowSink {
        @Override
        public void start(VectorSchemaRoot root) {}

        @Override
        public boolean send() {
            return true;
        }

        @Override
        public void abort() {}
    }
}
