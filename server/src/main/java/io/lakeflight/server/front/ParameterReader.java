package io.lakeflight.server.front;

import com.google.protobuf.ByteString;
import io.lakeflight.planner.information.BoundValues;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Values that a client bound, as queries of the server's own tables take them. */
final class ParameterReader {
    private static final String CANNOT_CONVERT = "22018";

    private ParameterReader() {}

    /**
     * The values.
     *
     * @param stream an Arrow IPC stream of one row; empty if nothing is bound
     * @param order of each parameter, the column that it is; empty if they are in order
     * @throws QueryException if it is none, has more rows, or values of a type that no such query takes
     */
    static BoundValues read(ByteString stream, List<Integer> order, BufferAllocator allocator) {
        if (stream.isEmpty()) {
            return BoundValues.NONE;
        }
        try (ArrowStreamReader reader = new ArrowStreamReader(stream.newInput(), allocator)) {
            List<@Nullable Object> values = new ArrayList<>();
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    requireFirst(values);
                    for (FieldVector column : root.getFieldVectors()) {
                        values.add(column.isNull(row) ? null : value(column, row, values.size() + 1));
                    }
                }
            }
            return new BoundValues(ordered(values, order));
        } catch (IOException e) {
            throw new QueryException(
                    ErrorCode.INVALID_PARAMETERS, "The parameters are not an Arrow IPC stream (expected: one)", e);
        }
    }

    private static void requireFirst(List<@Nullable Object> values) {
        if (!values.isEmpty()) {
            throw new QueryException(
                    ErrorCode.NOT_SUPPORTED,
                    "More than one parameter set with a query of information_schema or system is not supported"
                            + " (expected: one query for each)");
        }
    }

    private static List<@Nullable Object> ordered(List<@Nullable Object> values, List<Integer> order) {
        if (order.size() != values.size()) {
            return values;
        }
        List<@Nullable Object> ordered = new ArrayList<>(Collections.nCopies(values.size(), null));
        for (int parameter = 0; parameter < values.size(); parameter++) {
            ordered.set(parameter, values.get(order.get(parameter)));
        }
        return ordered;
    }

    private static Object value(FieldVector column, int row, int number) {
        if (column instanceof VarCharVector || column instanceof LargeVarCharVector) {
            return column.getObject(row).toString();
        }
        if (column instanceof BitVector flags) {
            return flags.get(row) != 0;
        }
        if (column.getField().getType() instanceof ArrowType.Int) {
            return Long.parseLong(column.getObject(row).toString());
        }
        if (column instanceof Float4Vector || column instanceof Float8Vector) {
            return ((Number) column.getObject(row)).doubleValue();
        }
        if (column instanceof DecimalVector numbers) {
            BigDecimal value = numbers.getObject(row);
            return value;
        }
        if (column instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(row));
        }
        if (column instanceof DateMilliVector dates) {
            return dates.getObject(row).toLocalDate();
        }
        if (column instanceof TimeStampVector times) {
            return time(times, row);
        }
        throw new QueryException(
                        ErrorCode.INVALID_PARAMETERS,
                        "Parameter %d has type %s, which no query of information_schema or system takes (expected: a text, a"
                                        .formatted(number, column.getField().getType())
                                + " number, a boolean, a date or a timestamp)")
                .withSqlState(CANNOT_CONVERT);
    }

    /** Without a time zone it is told in UTC, as points in time in the text of such a query are. */
    private static LocalDateTime time(TimeStampVector times, int row) {
        TimeUnit unit = ((ArrowType.Timestamp) times.getField().getType()).getUnit();
        ChronoUnit step =
                switch (unit) {
                    case SECOND -> ChronoUnit.SECONDS;
                    case MILLISECOND -> ChronoUnit.MILLIS;
                    case MICROSECOND -> ChronoUnit.MICROS;
                    case NANOSECOND -> ChronoUnit.NANOS;
                };
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(times.get(row), step), ZoneOffset.UTC);
    }
}
