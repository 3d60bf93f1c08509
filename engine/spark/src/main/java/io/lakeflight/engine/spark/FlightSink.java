package io.lakeflight.engine.spark;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.RunningQuery;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Sends record batches to the caller of a DoGet, never faster than it reads them, and without a copy: gRPC holds their buffers
 * until they are on their way, which may be when the query has long ended.
 */
final class FlightSink implements BatchSink, AutoCloseable {
    private static final long CHECK_MILLIS = 1_000;

    private final ServerStreamListener listener;
    private final BackpressureStrategy pressure;
    private final RunningQuery query;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final VectorLoader loader;
    private Execution told = Execution.getDefaultInstance();

    FlightSink(
            ServerStreamListener listener,
            BackpressureStrategy pressure,
            RunningQuery query,
            BufferAllocator parent,
            Schema schema) {
        this.listener = listener;
        this.pressure = pressure;
        this.query = query;
        this.allocator = parent.newChildAllocator("query-" + query.id(), 0, Long.MAX_VALUE);
        // Not of the query's allocator, which is closed while gRPC still holds what has been sent.
        this.root = VectorSchemaRoot.create(schema, parent);
        this.loader = new VectorLoader(root);
        listener.setUseZeroCopy(true);
        listener.start(root);
    }

    @Override
    public void awaitReady() throws InterruptedException {
        while (true) {
            query.check();
            switch (pressure.waitForListener(CHECK_MILLIS)) {
                case READY -> {
                    return;
                }
                case CANCELLED -> throw io.lakeflight.engine.spark.error.EngineException.canceled();
                case OTHER -> {
                    query.check();
                    throw new InterruptedException("Interrupted while waiting for the reader");
                }
                case TIMEOUT -> {}
            }
        }
    }

    @Override
    public void write(byte[] batch) throws Exception {
        awaitReady();
        try (ReadChannel channel = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(batch)));
                ArrowRecordBatch message = MessageSerializer.deserializeRecordBatch(channel, allocator)) {
            send(message);
        }
    }

    @Override
    public void write(ArrowRecordBatch batch) throws Exception {
        awaitReady();
        send(batch);
    }

    private void send(ArrowRecordBatch batch) {
        loader.load(batch);
        listener.putNext();
        root.clear();
    }

    @Override
    public void tell(Execution execution) {
        if (execution.equals(told)) {
            return;
        }
        told = execution;
        byte[] bytes = execution.toByteArray();
        ArrowBuf metadata = allocator.buffer(bytes.length);
        metadata.writeBytes(bytes);
        listener.putMetadata(metadata);
    }

    @Override
    public void close() {
        root.close();
        allocator.close();
    }
}
