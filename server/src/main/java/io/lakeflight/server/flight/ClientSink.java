package io.lakeflight.server.flight;

import io.lakeflight.server.results.RowSink;
import java.util.Objects;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * A client's stream as the place where rows go: waits until the client's connection takes more. Rows are not copied; gRPC holds
 * their buffers until they are on their way, which may be when whoever made them has gone.
 */
final class ClientSink implements RowSink {
    private final ServerStreamListener listener;
    private final BufferAllocator allocator;
    private @Nullable Sending sending;
    private boolean aborted;

    /** To be made on the call's own thread, before it returns to gRPC: handlers set later may miss an event. */
    ClientSink(ServerStreamListener listener, BufferAllocator allocator) {
        this.listener = listener;
        this.allocator = allocator;
        listener.setOnReadyHandler(this::wake);
        listener.setOnCancelHandler(this::wake);
    }

    /** A batch on its way from one root to that which is sent; what it takes belongs to the second one's allocator by then. */
    private record Sending(VectorUnloader from, VectorSchemaRoot sent, VectorLoader to) {
        static Sending of(VectorSchemaRoot root, BufferAllocator allocator) {
            VectorSchemaRoot sent = VectorSchemaRoot.create(root.getSchema(), allocator);
            return new Sending(new VectorUnloader(root), sent, new VectorLoader(sent));
        }

        void take() {
            try (ArrowRecordBatch batch = from.getRecordBatch()) {
                to.load(batch);
            }
        }
    }

    @Override
    public void start(VectorSchemaRoot root) {
        Sending begun = Sending.of(root, allocator);
        sending = begun;
        listener.setUseZeroCopy(true);
        listener.start(begun.sent());
    }

    @Override
    public boolean send() {
        if (!awaitReady()) {
            return false;
        }
        Sending begun = Objects.requireNonNull(sending, "started");
        try {
            begun.take();
            listener.putNext();
        } finally {
            begun.sent().clear();
        }
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
