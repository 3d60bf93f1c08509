package io.lakeflight.server.results;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows that the server itself has for a statement, of texts, flags, numbers and times; made when they are sent. */
public final class HeldRows {
    private static final int BATCH_ROWS = 1_024;
    private static final long BATCH_TEXT_BYTES = 1 << 20;

    private final Schema schema;
    private final Source source;
    private final Schema parameters;

    /** Makes the rows. */
    @FunctionalInterface
    public interface Source {
        /** @param canceled tells whether nobody wants them any more */
        Iterator<Row> rows(BooleanSupplier canceled);
    }

    public HeldRows(Schema schema, List<Row> rows) {
        this(schema, canceled -> rows.iterator());
    }

    public HeldRows(Schema schema, Source source) {
        this(schema, source, SchemaMessages.EMPTY);
    }

    private HeldRows(Schema schema, Source source, Schema parameters) {
        this.schema = schema;
        this.source = source;
        this.parameters = parameters;
    }

    /** The same, of a statement that waits for the values of parameters. */
    public HeldRows wanting(Schema unbound) {
        return new HeldRows(schema, source, unbound);
    }

    /** A field for each parameter that has no value yet; the rows cannot be made while there is one. */
    public Schema parameters() {
        return parameters;
    }

    public Schema schema() {
        return schema;
    }

    /** Sends the rows in small batches, until all are sent or the receiver has gone; returns false if it has. */
    boolean send(RowSink sink, BufferAllocator allocator, BooleanSupplier canceled) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            sink.start(root);
            Iterator<Row> rows = source.rows(canceled);
            while (rows.hasNext()) {
                fill(root, rows);
                if (!sink.send()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void fill(VectorSchemaRoot root, Iterator<Row> rows) {
        root.allocateNew();
        int count = 0;
        long bytes = 0;
        while (rows.hasNext() && count < BATCH_ROWS && bytes < BATCH_TEXT_BYTES) {
            Row row = rows.next();
            for (int column = 0; column < root.getFieldVectors().size(); column++) {
                bytes += set(root.getVector(column), count, row.values().get(column));
            }
            count++;
        }
        root.setRowCount(count);
    }

    /** Returns the length of a text. */
    private static int set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof VarCharVector texts) {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            texts.setSafe(row, text);
            return text.length;
        } else if (vector instanceof BitVector flags) {
            flags.setSafe(row, (Boolean) value ? 1 : 0);
        } else if (vector instanceof IntVector numbers) {
            numbers.setSafe(row, (Integer) value);
        } else if (vector instanceof BigIntVector numbers) {
            numbers.setSafe(row, (Long) value);
        } else if (vector instanceof Float8Vector numbers) {
            numbers.setSafe(row, (Double) value);
        } else if (vector instanceof Float4Vector numbers) {
            numbers.setSafe(row, (Float) value);
        } else if (vector instanceof DateDayVector days) {
            days.setSafe(row, (Integer) value);
        } else if (vector instanceof TimeStampVector instants) {
            instants.setSafe(row, (Long) value);
        } else {
            DecimalVector numbers = (DecimalVector) vector;
            numbers.setSafe(row, ((BigDecimal) value).setScale(numbers.getScale(), RoundingMode.HALF_UP));
        }
        return 0;
    }

    /** A value for each column: a text, a flag, a number or null; days and microseconds since 1970 are numbers, too. */
    public record Row(List<@Nullable Object> values) {
        public static Row of(@Nullable Object... values) {
            return new Row(Arrays.asList(values));
        }
    }
}
