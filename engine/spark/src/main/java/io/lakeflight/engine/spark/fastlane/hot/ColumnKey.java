package io.lakeflight.engine.spark.fastlane.hot;

import java.util.Locale;

/**
 * A column of data files, as it is read: tables may read the same field as another type once they have changed.
 *
 * @param id of its field
 * @param type that DuckDB reads it as
 * @param initial what it is in files that are older than it, in SQL
 */
public record ColumnKey(int id, String type, String initial) {
    private static final int TEXT_BYTES = 32;

    boolean isOfAnyLength() {
        return type.equals("VARCHAR") || type.equals("BLOB");
    }

    /** About how many bytes of memory a value takes before it is compressed. */
    int width() {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN" -> 1;
            case "INTEGER", "FLOAT", "DATE" -> 4;
            case "VARCHAR", "BLOB" -> TEXT_BYTES;
            default -> type.startsWith("DECIMAL") ? 16 : 8;
        };
    }
}
