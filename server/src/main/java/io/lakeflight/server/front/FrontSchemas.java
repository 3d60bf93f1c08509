package io.lakeflight.server.front;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of Spark's answers, with the notes on them that an engine gives clients. */
final class FrontSchemas {
    private static final String TYPE_NAME = "ARROW:FLIGHT:SQL:TYPE_NAME";
    private static final String PRECISION = "ARROW:FLIGHT:SQL:PRECISION";
    private static final String SCALE = "ARROW:FLIGHT:SQL:SCALE";

    static final Schema CATALOGS = new Schema(List.of(text("catalog")));
    static final Schema CURRENT_SCHEMA = new Schema(List.of(text("catalog"), text("namespace")));
    static final Schema SCHEMAS = new Schema(List.of(text("namespace")));
    static final Schema TABLES = new Schema(List.of(text("namespace"), text("tableName"), flag("isTemporary")));
    static final Schema VIEWS = new Schema(List.of(text("namespace"), text("viewName"), flag("isTemporary")));
    static final Schema COLUMNS = new Schema(List.of(text("col_name")));
    static final Schema DESCRIPTION =
            new Schema(List.of(text("col_name"), text("data_type"), nullable(text("comment"))));

    static final Schema PROPERTIES = new Schema(List.of(text("key"), text("value")));
    static final Schema DEFINITION = new Schema(List.of(text("createtab_stmt")));
    static final Schema FACTS = new Schema(List.of(text("info_name"), text("info_value")));
    static final Schema SCHEMA_FACTS = new Schema(List.of(text("info_name"), nullable(text("info_value"))));

    private FrontSchemas() {}

    static Map<String, String> notes(String type) {
        return Map.of(TYPE_NAME, type);
    }

    static Map<String, String> notes(String type, int precision, int scale) {
        return Map.of(TYPE_NAME, type, PRECISION, Integer.toString(precision), SCALE, Integer.toString(scale));
    }

    /** A column of nothing but null. */
    static Field ofNull(String name) {
        return nullable(field(name, new ArrowType.Null(), notes("VOID")));
    }

    private static Field text(String name) {
        return field(name, new ArrowType.Utf8(), notes("STRING"));
    }

    private static Field flag(String name) {
        return field(name, new ArrowType.Bool(), notes("BOOLEAN", 1, 0));
    }

    private static Field field(String name, ArrowType type, Map<String, String> notes) {
        return new Field(name, new FieldType(false, type, null, notes), List.of());
    }

    private static Field nullable(Field field) {
        return new Field(
                field.getName(), new FieldType(true, field.getType(), null, field.getMetadata()), field.getChildren());
    }
}
