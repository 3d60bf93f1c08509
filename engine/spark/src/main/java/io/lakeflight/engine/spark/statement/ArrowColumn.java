package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Period;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** How values of one bound Arrow column become values of a Spark type. */
record ArrowColumn(DataType type, Cell cell) {
    /** Reads one value that is not null, in Spark's internal form; columns of nulls have no other. */
    interface Cell {
        @Nullable
        Object read(FieldVector vector, int row);
    }

    @Nullable
    Object read(FieldVector vector, int row) {
        return cell.read(vector, row);
    }

    /** @param number of the parameter, from 1 */
    static ArrowColumn of(Field field, int number) {
        ArrowType type = field.getType();
        if (field.getDictionary() != null) {
            throw unsupported(number, "a dictionary-encoded " + type);
        }
        if (type instanceof ArrowType.Int integer) {
            return integer(integer);
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp(timestamp);
        }
        return switch (type.getTypeID()) {
            case Null -> new ArrowColumn(DataTypes.NullType, (vector, row) -> null);
            case Bool -> new ArrowColumn(DataTypes.BooleanType, (vector, row) -> ((BitVector) vector).get(row) != 0);
            case FloatingPoint -> new ArrowColumn(DataTypes.DoubleType, ArrowColumn::floating);
            case Utf8, LargeUtf8, Utf8View ->
                new ArrowColumn(
                        DataTypes.StringType,
                        (vector, row) ->
                                UTF8String.fromString(vector.getObject(row).toString()));
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                new ArrowColumn(DataTypes.BinaryType, (vector, row) -> vector.getObject(row));
            case Decimal -> decimal((ArrowType.Decimal) type, number);
            case Date -> new ArrowColumn(DataTypes.DateType, ArrowColumn::days);
            case Time -> time((ArrowType.Time) type);
            case Duration ->
                new ArrowColumn(
                        DataTypes.createDayTimeIntervalType(),
                        (vector, row) -> TimeUnit.NANOSECONDS.toMicros(((Duration) vector.getObject(row)).toNanos()));
            case Interval -> new ArrowColumn(DataTypes.CalendarIntervalType, ArrowColumn::interval);
            default -> throw unsupported(number, type.toString());
        };
    }

    private static EngineException unsupported(int number, String type) {
        return EngineException.user(
                "INVALID_PARAMETERS", "22018", "Parameter " + number + " has type " + type + ", which cannot be bound");
    }

    private static ArrowColumn integer(ArrowType.Int type) {
        if (type.getBitWidth() == 64 && !type.getIsSigned()) {
            return new ArrowColumn(
                    DataTypes.createDecimalType(20, 0),
                    (vector, row) -> Decimal.apply(
                            new BigDecimal(new BigInteger(
                                    Long.toUnsignedString(((BaseIntVector) vector).getValueAsLong(row)))),
                            20,
                            0));
        }
        int bits = type.getIsSigned() ? type.getBitWidth() : type.getBitWidth() * 2;
        return switch (bits) {
            case 8 -> new ArrowColumn(DataTypes.ByteType, (vector, row) -> (byte) integer(vector, row));
            case 16 -> new ArrowColumn(DataTypes.ShortType, (vector, row) -> (short) integer(vector, row));
            case 32 -> new ArrowColumn(DataTypes.IntegerType, (vector, row) -> (int) integer(vector, row));
            default -> new ArrowColumn(DataTypes.LongType, ArrowColumn::integer);
        };
    }

    private static long integer(FieldVector vector, int row) {
        return ((BaseIntVector) vector).getValueAsLong(row);
    }

    private static Object floating(FieldVector vector, int row) {
        return vector instanceof Float2Vector half
                ? (double) half.getValueAsFloat(row)
                : ((FloatingPointVector) vector).getValueAsDouble(row);
    }

    private static ArrowColumn decimal(ArrowType.Decimal type, int number) {
        if (type.getPrecision() > DecimalType.MAX_PRECISION()) {
            throw unsupported(number, type.toString());
        }
        int precision = Math.max(type.getPrecision(), type.getScale());
        return new ArrowColumn(
                DataTypes.createDecimalType(precision, type.getScale()),
                (vector, row) -> Decimal.apply((BigDecimal) vector.getObject(row), precision, type.getScale()));
    }

    private static Object days(FieldVector vector, int row) {
        return vector instanceof DateDayVector days
                ? days.get(row)
                : (int) Math.floorDiv(((DateMilliVector) vector).get(row), TimeUnit.DAYS.toMillis(1));
    }

    private static ArrowColumn time(ArrowType.Time type) {
        long nanos = nanos(type.getUnit());
        return new ArrowColumn(
                new TimeType(TimeType.MICROS_PRECISION()), (vector, row) -> rawTime(vector, row) * nanos);
    }

    private static long rawTime(FieldVector vector, int row) {
        return vector.getField().getType() instanceof ArrowType.Time time && time.getBitWidth() == 32
                ? vector.getDataBuffer().getInt((long) row * Integer.BYTES)
                : vector.getDataBuffer().getLong((long) row * Long.BYTES);
    }

    private static ArrowColumn timestamp(ArrowType.Timestamp type) {
        long nanos = nanos(type.getUnit());
        Cell cell = (vector, row) -> {
            long raw = ((TimeStampVector) vector).get(row);
            return nanos < 1_000 ? Math.floorDiv(raw, 1_000L) : Math.multiplyExact(raw, nanos / 1_000);
        };
        return new ArrowColumn(type.getTimezone() == null ? DataTypes.TimestampNTZType : DataTypes.TimestampType, cell);
    }

    private static long nanos(org.apache.arrow.vector.types.TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1_000_000_000L;
            case MILLISECOND -> 1_000_000L;
            case MICROSECOND -> 1_000L;
            case NANOSECOND -> 1L;
        };
    }

    private static Object interval(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        if (value instanceof PeriodDuration both) {
            return interval(both.getPeriod(), both.getDuration());
        }
        return value instanceof Period period
                ? interval(period, Duration.ZERO)
                : interval(Period.ZERO, (Duration) value);
    }

    private static CalendarInterval interval(Period period, Duration duration) {
        return new CalendarInterval(
                (int) period.toTotalMonths(), period.getDays(), TimeUnit.NANOSECONDS.toMicros(duration.toNanos()));
    }
}
