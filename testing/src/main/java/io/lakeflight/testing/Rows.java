package io.lakeflight.testing;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A whole result: its schema and its rows, in the order they arrived. */
public record Rows(Schema schema, List<List<@Nullable Object>> rows) {
    /** The rows of batches that somebody else reads, added to {@code rows} one by one. */
    public static void add(VectorSchemaRoot batch, List<List<@Nullable Object>> rows) {
        rows.addAll(ArrowValues.rows(batch));
    }

    /** Column names in order. */
    public List<String> names() {
        return schema.getFields().stream().map(Field::getName).toList();
    }

    /** SQL types of the columns in order, as Spark writes them. */
    public List<String> types() {
        return schema.getFields().stream().map(ArrowTypes::sqlName).toList();
    }

    /** Every row as the texts of its values; equal texts mean equal values. */
    public List<List<String>> texts() {
        return texts(rows);
    }

    /** The values of the only column. */
    public List<@Nullable Object> column() {
        if (schema.getFields().size() != 1) {
            throw new IllegalStateException("Expected one column, got " + names());
        }
        return rows.stream().map(row -> row.get(0)).toList();
    }

    /** The value of the only row's only column; it must not be null. */
    public Object value() {
        List<@Nullable Object> column = column();
        if (column.size() != 1) {
            throw new IllegalStateException("Expected one row, got " + column.size());
        }
        return Objects.requireNonNull(column.get(0), "the value is null");
    }

    static List<List<String>> texts(List<List<@Nullable Object>> rows) {
        return rows.stream().map(row -> row.stream().map(SqlText::of).toList()).toList();
    }
}
