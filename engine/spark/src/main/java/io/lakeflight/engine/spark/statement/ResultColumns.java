package io.lakeflight.engine.spark.statement;

import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the rows that a statement returns.
 *
 * @param timeZone of the session, in which a reader is to see instants
 */
public record ResultColumns(StructType types, String timeZone) {
    public Schema schema() {
        return ArrowSchemas.of(types, timeZone);
    }
}
