package io.lakeflight.engine.spark.statement;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.GeographyType;
import org.apache.spark.sql.types.GeometryType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.util.ArrowUtils;

/** The Arrow schema of a result, with the metadata Flight SQL clients read. */
public final class ArrowSchemas {
    private static final String TYPE_NAME = "ARROW:FLIGHT:SQL:TYPE_NAME";
    private static final String PRECISION = "ARROW:FLIGHT:SQL:PRECISION";
    private static final String SCALE = "ARROW:FLIGHT:SQL:SCALE";

    private ArrowSchemas() {}

    /** Schema of the rows of a query, used both in its analysis and on its stream. */
    public static Schema of(StructType rows, String timeZone) {
        Schema plain = ArrowUtils.toArrowSchema(rows, timeZone, false, false);
        StructField[] types = rows.fields();
        List<Field> fields = IntStream.range(0, types.length)
                .mapToObj(index -> describe(plain.getFields().get(index), types[index].dataType()))
                .toList();
        return new Schema(fields);
    }

    private static Field describe(Field field, DataType type) {
        Map<String, String> metadata = new HashMap<>(field.getMetadata());
        metadata.put(TYPE_NAME, type instanceof DecimalType ? "DECIMAL" : type.sql());
        int precision = precision(type);
        if (precision > 0) {
            metadata.put(PRECISION, String.valueOf(precision));
            metadata.put(SCALE, String.valueOf(scale(type)));
        }
        FieldType described = new FieldType(field.isNullable(), readable(field), field.getDictionary(), metadata);
        return new Field(field.getName(), described, readable(field.getChildren()));
    }

    private static List<Field> readable(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(
                        field.getName(),
                        new FieldType(field.isNullable(), readable(field), field.getDictionary(), field.getMetadata()),
                        readable(field.getChildren())))
                .toList();
    }

    /** Python has no year-month intervals; batches have them as month-day-nano ones too. */
    private static ArrowType readable(Field field) {
        boolean months =
                field.getType() instanceof ArrowType.Interval interval && interval.getUnit() == IntervalUnit.YEAR_MONTH;
        return months ? new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO) : field.getType();
    }

    /** Digits of a number, characters of a date or timestamp, as JDBC counts them; 0 if it does not apply. */
    private static int precision(DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal.precision();
        }
        Map<Class<? extends DataType>, Integer> digits = Map.of(
                BooleanType.class, 1,
                ByteType.class, 3,
                ShortType.class, 5,
                IntegerType.class, 10,
                LongType.class, 19,
                FloatType.class, 7,
                DoubleType.class, 15,
                DateType.class, 10,
                TimestampType.class, 26,
                TimestampNTZType.class, 26);
        return digits.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(type))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    private static int scale(DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal.scale();
        }
        return type instanceof TimestampType || type instanceof TimestampNTZType ? 6 : 0;
    }

    /** Whether stock Arrow clients can read the type; the others travel as strings. */
    static boolean isStandard(DataType type) {
        if (type instanceof ArrayType array) {
            return isStandard(array.elementType());
        }
        if (type instanceof MapType map) {
            return isStandard(map.keyType()) && isStandard(map.valueType());
        }
        if (type instanceof StructType struct) {
            return List.of(struct.fields()).stream().allMatch(field -> isStandard(field.dataType()));
        }
        return !(type instanceof VariantType
                || type instanceof GeometryType
                || type instanceof GeographyType
                || type instanceof UserDefinedType
                || type instanceof ObjectType);
    }

    /** An encapsulated Arrow IPC Schema message. */
    public static ByteString serialize(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
