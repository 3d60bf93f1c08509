package io.lakeflight.server.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows that the server itself has for a statement: few, and of texts and flags only. */
public final class HeldRows {
    private static final int BATCH_ROWS = 1_024;

    private final Schema schema;
    private final List<Row> rows;

    public HeldRows(Schema schema, List<Row> rows) {
        this.schema = schema;
        this.rows = rows;
    }

    public Schema schema() {
        return schema;
    }

    /** Sends the rows in small batches, until all are sent or the receiver has gone; returns false if it has. */
    boolean send(RowSink sink, BufferAllocator allocator) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            sink.start(root);
            for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
                fill(root, rows.subList(from, Math.min(from + BATCH_ROWS, rows.size())));
                if (!sink.send()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void fill(VectorSchemaRoot root, List<Row> batch) {
        root.allocateNew();
        for (int column = 0; column < root.getFieldVectors().size(); column++) {
            FieldVector vector = root.getVector(column);
            for (int row = 0; row < batch.size(); row++) {
                set(vector, row, batch.get(row).values().get(column));
            }
        }
        root.setRowCount(batch.size());
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof BitVector flags) {
            flags.setSafe(row, (Boolean) value ? 1 : 0);
        } else {
            ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A value for each column: a text, a flag or null. */
    public record Row(List<@Nullable Object> values) {
        public static Row of(@Nullable Object... values) {
            return new Row(Arrays.asList(values));
        }
    }
}
