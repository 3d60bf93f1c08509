package io.lakeflight.server.results;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Counts the rows that go to a receiver; any thread may ask for the count while they do. */
public final class CountedRows implements RowSink {
    private final RowSink receiver;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private @Nullable VectorSchemaRoot batch;

    public CountedRows(RowSink receiver) {
        this.receiver = receiver;
    }

    @Override
    public void start(VectorSchemaRoot root) {
        batch = root;
        receiver.start(root);
    }

    @Override
    public boolean send() {
        VectorSchemaRoot root = batch;
        long sentRows = root == null ? 0 : root.getRowCount();
        long sentBytes = root == null
                ? 0
                : root.getFieldVectors().stream()
                        .mapToLong(vector -> vector.getBufferSize())
                        .sum();
        boolean goesOn = receiver.send();
        if (goesOn) {
            rows.addAndGet(sentRows);
            bytes.addAndGet(sentBytes);
        }
        return goesOn;
    }

    @Override
    public void abort() {
        receiver.abort();
    }

    public long rows() {
        return rows.get();
    }

    /** Of the rows' Arrow buffers. */
    public long bytes() {
        return bytes.get();
    }
}
