package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import io.lakeflight.engine.spark.fastlane.hot.ColumnKey;
import io.lakeflight.engine.spark.fastlane.hot.ColumnScan;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The columns of a scan as DuckDB reads them from Parquet files: by field id, under names of the plan's. */
record ParquetColumns(List<Column> columns) {
    /** For a scan of no columns, whose rows are counted. */
    private static final String ANY = "any";

    /** @param name by which the plan knows it */
    record Column(String name, Types.NestedField field, String type) {}

    ParquetColumns {
        columns = List.copyOf(columns);
    }

    static ParquetColumns of(Schema schema, Schema projection, List<String> attributes, List<String> names)
            throws Refusal {
        List<Column> columns = new ArrayList<>();
        for (int index = 0; index < attributes.size(); index++) {
            columns.add(column(names.get(index), field(projection, attributes.get(index))));
        }
        if (columns.isEmpty()) {
            columns.add(any(schema));
        }
        return new ParquetColumns(columns);
    }

    private static Types.NestedField field(Schema projection, String name) throws Refusal {
        Optional<Types.NestedField> field = projection.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
        if (field.isEmpty() || MetadataColumns.isMetadataColumn(name)) {
            throw new Refusal("a metadata column");
        }
        return field.get();
    }

    /** Any that can be read will do. */
    private static Column any(Schema schema) throws Refusal {
        for (Types.NestedField field : schema.columns()) {
            if (field.type().isPrimitiveType() && type(field.type()).isPresent()) {
                return column(ANY, field);
            }
        }
        throw new Refusal("a table without a column of a simple type");
    }

    private static Column column(String name, Types.NestedField field) throws Refusal {
        String type = type(field.type())
                .orElseThrow(() -> new Refusal(
                        "a column of type " + field.type().typeId().name().toLowerCase(Locale.ROOT)));
        return new Column(name, field, type);
    }

    private static Optional<String> type(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> Optional.of("BOOLEAN");
            case INTEGER -> Optional.of("INTEGER");
            case LONG -> Optional.of("BIGINT");
            case FLOAT -> Optional.of("FLOAT");
            case DOUBLE -> Optional.of("DOUBLE");
            case DATE -> Optional.of("DATE");
            case TIMESTAMP ->
                Optional.of(
                        ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP");
            case STRING -> Optional.of("VARCHAR");
            case BINARY, FIXED -> Optional.of("BLOB");
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield Optional.of("DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")");
            }
            case STRUCT -> struct(type.asStructType());
            default -> Optional.empty();
        };
    }

    private static Optional<String> struct(Types.StructType struct) {
        List<String> fields = new ArrayList<>();
        for (Types.NestedField field : struct.fields()) {
            type(field.type()).ifPresent(type -> fields.add(DuckSql.name(field.name()) + " " + type));
        }
        long names = struct.fields().stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        // Names that differ in their case only are one to DuckDB.
        boolean isWhole = !fields.isEmpty() && fields.size() == struct.fields().size() && names == fields.size();
        return isWhole
                ? Optional.of(fields.stream().collect(Collectors.joining(", ", "STRUCT(", ")")))
                : Optional.empty();
    }

    /** As they are read. */
    List<ColumnScan.Column> read() throws Refusal {
        List<ColumnScan.Column> read = new ArrayList<>();
        for (Column column : columns) {
            ColumnKey key = new ColumnKey(column.field().fieldId(), column.type(), initialValue(column.field()));
            read.add(new ColumnScan.Column(column.name(), key));
        }
        return read;
    }

    /** The value of rows in files that are older than the column, as text; all such texts have to be of one type. */
    private static String initialValue(Types.NestedField field) throws Refusal {
        Object value = field.initialDefault();
        if (value == null) {
            return "CAST(NULL AS VARCHAR)";
        }
        if (value instanceof Integer && field.type().typeId() == Type.TypeID.DATE) {
            throw new Refusal("a column with a default of type date");
        }
        if (value instanceof Integer || (value instanceof Long && field.type().typeId() == Type.TypeID.LONG)) {
            return DuckSql.text(value.toString());
        }
        if (value instanceof Boolean || value instanceof CharSequence) {
            return DuckSql.text(value.toString());
        }
        if (value instanceof BigDecimal decimal) {
            return DuckSql.text(decimal.toPlainString());
        }
        throw new Refusal("a column with a default of type "
                + field.type().typeId().name().toLowerCase(Locale.ROOT));
    }

    List<Integer> fieldIds() {
        return columns.stream().map(column -> column.field().fieldId()).toList();
    }

    boolean hasFloats() {
        return columns.stream()
                .anyMatch(column ->
                        column.type().contains("FLOAT") || column.type().contains("DOUBLE"));
    }

    /** DuckDB takes -0.0 for 0.0 when it compresses columns; and not all structs are the same in all files. */
    boolean areExactWhenCompressed() {
        return !hasFloats() && structs().isEmpty();
    }

    /** Those of which only the fields' names lead to their values. */
    List<Types.NestedField> structs() {
        return columns.stream()
                .map(Column::field)
                .filter(field -> field.type().isStructType())
                .toList();
    }
}
