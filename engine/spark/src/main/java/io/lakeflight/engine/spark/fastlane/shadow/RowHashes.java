package io.lakeflight.engine.spark.fastlane.shadow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.apache.spark.sql.util.ArrowUtils;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result, as far as they were added: the sum of their hashes, which no order changes and every repetition
 * does.
 *
 * <p>Values that SQL takes for equal are: zero and minus zero, of which a minimum may be either, and every NaN.
 */
final class RowHashes implements AutoCloseable {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;

    private final List<Integer> columns;
    private final MessageDigest digest = sha256();
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final VectorLoader loader;
    private long rows;
    private long high;
    private long low;

    /**
     * @param schema of the rows
     * @param columns positions of those that count
     */
    RowHashes(Schema schema, List<Integer> columns) {
        this.columns = columns;
        this.allocator = ArrowUtils.rootAllocator().newChildAllocator("row-hashes", 0, Long.MAX_VALUE);
        this.root = VectorSchemaRoot.create(schema, allocator);
        this.loader = new VectorLoader(root);
    }

    /** Adds an encapsulated Arrow IPC record batch message. */
    void add(byte[] batch) throws IOException {
        try (ReadChannel channel = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(batch)));
                ArrowRecordBatch message = MessageSerializer.deserializeRecordBatch(channel, allocator)) {
            add(message);
        }
    }

    /** Adds a batch, whose buffers stay the caller's. */
    void add(ArrowRecordBatch batch) {
        loader.load(batch);
        try {
            List<FieldVector> vectors = columns.stream().map(root::getVector).toList();
            for (int row = 0; row < root.getRowCount(); row++) {
                for (FieldVector vector : vectors) {
                    add(vector.getObject(row));
                }
                ByteBuffer hash = ByteBuffer.wrap(digest.digest());
                high += hash.getLong();
                low += hash.getLong();
            }
            rows += root.getRowCount();
        } finally {
            root.clear();
        }
    }

    /** With its length, so that what stands in one column cannot be taken for a part of the next. */
    private void add(@Nullable Object value) {
        if (value == null) {
            digest.update(NULL);
            return;
        }
        byte[] bytes = bytes(value);
        digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                .put(VALUE)
                .putInt(bytes.length)
                .flip());
        digest.update(bytes);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] binary) {
            return binary;
        }
        if (value instanceof Text text) {
            return text.copyBytes();
        }
        boolean isZero = (value instanceof Double || value instanceof Float) && ((Number) value).doubleValue() == 0;
        return (isZero ? "0.0" : value.toString()).getBytes(StandardCharsets.UTF_8);
    }

    long rows() {
        return rows;
    }

    Fingerprint fingerprint() {
        return new Fingerprint(rows, "%016x%016x".formatted(high, low));
    }

    @Override
    public void close() {
        root.close();
        allocator.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
