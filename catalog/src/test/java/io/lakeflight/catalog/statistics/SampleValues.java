package io.lakeflight.catalog.statistics;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.types.Type;

/** Few values of each type, and among them those that are easily got wrong. */
final class SampleValues {
    private static final LocalDateTime TIME = LocalDateTime.parse("2024-02-28T23:59:59.999999");
    private static final byte[] LONG_BYTES = new byte[20];

    private SampleValues() {}

    /** Values as records have them. */
    static List<?> of(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> List.of(false, true);
            case INTEGER -> List.of(-1, 0, 1, 2, Integer.MAX_VALUE);
            case LONG -> List.of(-1L, 0L, 1L, 2L, (long) Integer.MAX_VALUE, Long.MIN_VALUE);
            case FLOAT ->
                List.of(-1.5f, -0.0f, 0.0f, 1.0f, 0.1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            case DOUBLE -> List.of(-1.5, -0.0, 0.0, 1.0, (double) 0.1f, Double.NaN, Double.POSITIVE_INFINITY);
            case STRING ->
                List.of("", "a", "ab", "abcdefghijklmnop1", "abcdefghijklmnop2", "\u00e9", "\ufffd", "\ud83d\ude00z");
            case DATE -> List.of(LocalDate.EPOCH.minusDays(1), LocalDate.EPOCH, LocalDate.parse("2024-02-29"));
            case TIMESTAMP -> List.of(TIME, TIME.plusNanos(1000), LocalDateTime.parse("1969-12-31T23:00:00.000001"));
            case DECIMAL -> List.of(new BigDecimal("-3.25"), new BigDecimal("0.00"), new BigDecimal("10.10"));
            case UUID -> List.of(new UUID(0, 1), new UUID(-1, 0), new UUID(0, -1), new UUID(Long.MIN_VALUE, 0));
            case BINARY -> List.of(bytes(), bytes(1), bytes(-1), bytes(1, -1), ByteBuffer.wrap(LONG_BYTES));
            default -> throw new IllegalArgumentException("No values of " + type);
        };
    }

    /** A value as Iceberg's filters take it. */
    static Object literal(Object value) {
        return value instanceof LocalDate || value instanceof LocalDateTime ? value.toString() : value;
    }

    private static ByteBuffer bytes(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int each : bytes) {
            buffer.put((byte) each);
        }
        return buffer.flip();
    }
}
