package io.lakeflight.server.flight.metadata;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A metadata answer on its way out: takes rows, sends a batch whenever enough of them are together. */
final class MetadataRows implements AutoCloseable {
    /** Half of the smallest receive limit among clients (4 MiB, grpc-go), to leave room for one long row. */
    private static final long MAX_BATCH_BYTES = 2 * 1024 * 1024;

    private static final long CLIENT_TIMEOUT_MILLIS = 60_000;
    private static final int BYTES_PER_CELL = 8;

    private final VectorSchemaRoot root;
    private final ServerStreamListener listener;
    private final BackpressureStrategy client = new CallbackBackpressureStrategy();
    private final long maxBatchBytes;
    private int rows;
    private long bytes;

    static MetadataRows open(Schema schema, BufferAllocator allocator, ServerStreamListener listener) {
        return new MetadataRows(schema, allocator, listener, MAX_BATCH_BYTES);
    }

    /** For answers of which clients read the first batch only. */
    static MetadataRows openOneBatch(Schema schema, BufferAllocator allocator, ServerStreamListener listener) {
        return new MetadataRows(schema, allocator, listener, Long.MAX_VALUE);
    }

    private MetadataRows(Schema schema, BufferAllocator allocator, ServerStreamListener listener, long maxBatchBytes) {
        this.root = VectorSchemaRoot.create(schema, allocator);
        this.listener = listener;
        this.maxBatchBytes = maxBatchBytes;
        client.register(listener);
        listener.start(root);
    }

    /** Adds one row: a string, byte array, integer, boolean, list of strings or null for each column in order. */
    void add(@Nullable Object... values) {
        for (int column = 0; column < values.length; column++) {
            if (values[column] != null) {
                set(root.getVector(column), values[column]);
            }
            bytes += BYTES_PER_CELL;
        }
        rows++;
        if (bytes >= maxBatchBytes) {
            send();
        }
    }

    /** Sends what is left and completes the listener. */
    void finish() {
        if (rows > 0) {
            send();
        }
        listener.completed();
    }

    @Override
    public void close() {
        root.close();
    }

    private void send() {
        WaitResult result = client.waitForListener(CLIENT_TIMEOUT_MILLIS);
        if (result == WaitResult.CANCELLED) {
            throw new QueryException(ErrorCode.CANCELED, "The client has gone");
        }
        if (result != WaitResult.READY) {
            throw new QueryException(
                    ErrorCode.TIMED_OUT, "The client has read no metadata for " + CLIENT_TIMEOUT_MILLIS / 1000 + " s");
        }
        root.setRowCount(rows);
        listener.putNext();
        root.clear();
        rows = 0;
        bytes = 0;
    }

    private void set(FieldVector vector, Object value) {
        if (vector instanceof VarCharVector strings) {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            strings.setSafe(rows, text);
            bytes += text.length;
        } else if (vector instanceof VarBinaryVector binaries) {
            binaries.setSafe(rows, (byte[]) value);
            bytes += ((byte[]) value).length;
        } else if (vector instanceof IntVector integers) {
            integers.setSafe(rows, (Integer) value);
        } else if (vector instanceof BitVector booleans) {
            booleans.setSafe(rows, (Boolean) value ? 1 : 0);
        } else if (vector instanceof ListVector lists) {
            setList(lists, (List<?>) value);
        } else {
            throw new AssertionError("No metadata answer has a column of " + vector.getField());
        }
    }

    private void setList(ListVector lists, List<?> values) {
        VarCharVector items = (VarCharVector) lists.getDataVector();
        int start = lists.startNewValue(rows);
        for (int item = 0; item < values.size(); item++) {
            items.setSafe(start + item, ((String) values.get(item)).getBytes(StandardCharsets.UTF_8));
        }
        lists.endValue(rows, values.size());
    }
}
