package io.lakeflight.testing;

import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** One open stream of rows, read batch by batch by the test that opened it. */
public final class ResultStream implements AutoCloseable {
    private final FlightStream stream;

    ResultStream(FlightStream stream) {
        this.stream = stream;
    }

    /** Waits for the schema. */
    public Schema schema() {
        return stream.getSchema();
    }

    /** Waits for the next batch; false at the end. */
    public boolean next() {
        return stream.next();
    }

    /** The batch that {@link #next} waited for. */
    public VectorSchemaRoot root() {
        return stream.getRoot();
    }

    /** Tells the server that no more rows are wanted. */
    public void cancel() {
        stream.cancel("No more rows are wanted", null);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while closing a stream", e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close a stream", e);
        }
    }
}
