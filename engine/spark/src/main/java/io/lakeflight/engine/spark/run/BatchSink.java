package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.Execution;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Where the serialised record batches of a result go, in order. */
public interface BatchSink {
    /** Waits until the reader wants more. */
    void awaitReady() throws InterruptedException;

    /** Tells how the rows are made, before the first of them; says nothing of those already sent. */
    default void tell(Execution execution) {}

    /** Takes one encapsulated Arrow IPC record batch message, waiting for the reader first where needed. */
    void write(byte[] batch) throws Exception;

    /** Takes a record batch, whose buffers stay the caller's, waiting for the reader first where needed. */
    void write(ArrowRecordBatch batch) throws Exception;
}
