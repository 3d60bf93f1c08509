package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.sql.FlightSqlColumnMetadata;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The Arrow schema of a table: the types, names and nullability with which Spark would return its columns, and Flight
 * SQL's notes about each column.
 *
 * <p>Follows Iceberg's {@code TypeToSparkType} and then Spark's {@code ArrowUtils}. Types that Spark refuses to read
 * (times, nanoseconds) are shown as what they are.
 */
public final class ArrowFields {
    /** The key of the schema's name in the Flight SQL protocol; Arrow's Java classes use another one. */
    private static final String DB_SCHEMA_NAME = "ARROW:FLIGHT:SQL:DB_SCHEMA_NAME";

    private static final String TYPE_NAME = "ARROW:FLIGHT:SQL:TYPE_NAME";
    private static final String PRECISION = "ARROW:FLIGHT:SQL:PRECISION";
    private static final String SCALE = "ARROW:FLIGHT:SQL:SCALE";

    private static final ArrowType BINARY = new ArrowType.Binary();
    private static final ArrowType STRUCT = new ArrowType.Struct();

    private ArrowFields() {}

    public static Schema of(TableName table, org.apache.iceberg.Schema schema) {
        return new Schema(schema.columns().stream()
                .map(column -> new Field(
                        column.name(),
                        new FieldType(column.isOptional(), arrowType(column.type()), null, notes(table, column)),
                        children(column.type())))
                .toList());
    }

    /** A column of a result, as an engine gives it; empty for a type that results have in another form. */
    public static Optional<Field> ofResult(String name, Type type, boolean nullable) {
        if (isChanged(type)) {
            return Optional.empty();
        }
        Map<String, String> notes = new HashMap<>(Map.of(TYPE_NAME, SparkTypeName.of(type)));
        NumericExtent.of(type).ifPresent(extent -> {
            notes.put(PRECISION, Integer.toString(extent.precision()));
            notes.put(SCALE, Integer.toString(extent.scale()));
        });
        return Optional.of(new Field(name, new FieldType(nullable, arrowType(type), null, notes), children(type)));
    }

    private static boolean isChanged(Type type) {
        return switch (type.typeId()) {
            case VARIANT, TIME, TIMESTAMP_NANO, GEOMETRY, GEOGRAPHY, UNKNOWN -> true;
            case LIST, MAP, STRUCT -> type.asNestedType().fields().stream().anyMatch(field -> isChanged(field.type()));
            default -> false;
        };
    }

    private static Map<String, String> notes(TableName table, Types.NestedField column) {
        Type type = column.type();
        FlightSqlColumnMetadata.Builder notes = new FlightSqlColumnMetadata.Builder()
                .catalogName(table.catalog())
                .schemaName(table.schema())
                .tableName(table.table())
                .typeName(SparkTypeName.of(type))
                .isAutoIncrement(false)
                .isCaseSensitive(type.typeId() == Type.TypeID.STRING)
                .isReadOnly(false)
                .isSearchable(true);
        NumericExtent.of(type)
                .ifPresent(extent -> notes.precision(extent.precision()).scale(extent.scale()));
        if (column.doc() != null) {
            notes.remarks(column.doc());
        }
        Map<String, String> entries = new HashMap<>(notes.build().getMetadataMap());
        entries.put(DB_SCHEMA_NAME, table.schema());
        return entries;
    }

    private static Field field(Types.NestedField column) {
        return field(column.name(), column.type(), column.isOptional());
    }

    private static Field field(String name, Type type, boolean nullable) {
        return new Field(name, new FieldType(nullable, arrowType(type), null), children(type));
    }

    private static ArrowType arrowType(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> new ArrowType.Bool();
            case INTEGER -> new ArrowType.Int(32, true);
            case LONG -> new ArrowType.Int(64, true);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> decimal((Types.DecimalType) type);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP ->
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, zone(((Types.TimestampType) type).shouldAdjustToUTC()));
            case TIMESTAMP_NANO ->
                new ArrowType.Timestamp(
                        TimeUnit.NANOSECOND, zone(((Types.TimestampNanoType) type).shouldAdjustToUTC()));
            case STRING, UUID -> new ArrowType.Utf8();
            case FIXED, BINARY -> BINARY;
            case LIST -> new ArrowType.List();
            case MAP -> new ArrowType.Map(false);
            case STRUCT, VARIANT, GEOMETRY, GEOGRAPHY -> STRUCT;
            case UNKNOWN -> new ArrowType.Null();
        };
    }

    private static ArrowType decimal(Types.DecimalType type) {
        return new ArrowType.Decimal(type.precision(), type.scale(), 128);
    }

    private static @Nullable String zone(boolean adjustsToUtc) {
        return adjustsToUtc ? "UTC" : null;
    }

    private static List<Field> children(Type type) {
        if (type.isStructType()) {
            return type.asStructType().fields().stream().map(ArrowFields::field).toList();
        }
        if (type.isListType()) {
            Types.ListType list = type.asListType();
            return List.of(field("element", list.elementType(), list.isElementOptional()));
        }
        if (type.isMapType()) {
            Types.MapType map = type.asMapType();
            Field key = field("key", map.keyType(), false);
            Field value = field("value", map.valueType(), map.isValueOptional());
            return List.of(new Field("entries", FieldType.notNullable(STRUCT), List.of(key, value)));
        }
        return switch (type.typeId()) {
            case VARIANT -> {
                FieldType marked = new FieldType(false, BINARY, null, Map.of("variant", "true"));
                yield List.of(Field.notNullable("value", BINARY), new Field("metadata", marked, List.of()));
            }
            case GEOMETRY, GEOGRAPHY ->
                List.of(Field.notNullable("srid", new ArrowType.Int(32, true)), Field.notNullable("wkb", BINARY));
            default -> List.of();
        };
    }
}
