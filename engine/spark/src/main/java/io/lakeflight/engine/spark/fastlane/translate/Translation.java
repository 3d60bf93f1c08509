package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.types.StructType;

/**
 * A plan in DuckDB's words.
 *
 * @param sql one query, with the signs of {@link WideDecimals}; its columns are the schema's in order, under names of no
 *     meaning
 * @param schema names, types and nullability of the result, as Spark tells them
 */
public record Translation(String sql, StructType schema) {
    /** Whether its rows may have an order that is to be kept; true of some that have none. */
    public static boolean mayBeOrdered(String sql) {
        return sql.contains(Relation.ORDER_BY);
    }
}
