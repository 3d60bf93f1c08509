package io.lakeflight.engine.spark.run;

/** Where the serialised record batches of a result go, in order. */
public interface BatchSink {
    /** Waits until the reader wants more. */
    void awaitReady() throws InterruptedException;

    /** Takes one encapsulated Arrow IPC record batch message, waiting for the reader first where needed. */
    void write(byte[] batch) throws Exception;
}
