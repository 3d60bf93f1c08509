package io.lakeflight.engine.spark.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import scala.collection.Iterator;

/** Cuts rows into serialised Arrow record batches of at most about one MiB; a larger row is a batch of its own. */
final class ArrowBatches implements AutoCloseable {
    private static final long TARGET_BYTES = 1 << 20;
    private static final int MOST_ROWS = 1 << 16;

    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final ArrowWriter writer;
    private final UnsafeProjection projection;
    private final MonthIntervals months;
    private int rows;
    private long bytes;

    ArrowBatches(StructType schema, String timeZone) {
        this.allocator = ArrowUtils.rootAllocator().newChildAllocator("arrow-batches", 0, Long.MAX_VALUE);
        this.root = VectorSchemaRoot.create(ArrowUtils.toArrowSchema(schema, timeZone, false, false), allocator);
        this.writer = ArrowWriter.create(root);
        this.projection = UnsafeProjection.create(schema);
        this.months = new MonthIntervals(root.getSchema().getFields());
    }

    void writeAll(Iterator<InternalRow> input, Consumer<byte[]> output) throws IOException {
        while (input.hasNext()) {
            InternalRow row = input.next();
            // The size of an unsafe row bounds that of its Arrow form closely and costs nothing.
            UnsafeRow sized = row instanceof UnsafeRow unsafe ? unsafe : projection.apply(row);
            if (rows > 0 && (bytes + sized.getSizeInBytes() > TARGET_BYTES || rows >= MOST_ROWS)) {
                output.accept(take());
            }
            writer.write(sized);
            rows++;
            bytes += sized.getSizeInBytes();
        }
        if (rows > 0) {
            output.accept(take());
        }
    }

    private byte[] take() {
        writer.finish();
        ByteArrayOutputStream message = new ByteArrayOutputStream((int) Math.min(bytes + 1024, TARGET_BYTES * 2));
        try (ArrowRecordBatch batch = batch()) {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(message)), batch);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        writer.reset();
        rows = 0;
        bytes = 0;
        return message.toByteArray();
    }

    private ArrowRecordBatch batch() {
        ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
        if (!months.areThere()) {
            return batch;
        }
        try (batch) {
            return months.widen(batch, allocator);
        }
    }

    @Override
    public void close() {
        root.close();
        allocator.close();
    }
}
