package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.SqlNames;
import java.util.List;
import java.util.stream.Collectors;

/** A table that was dropped and made again while a statement wrote to it, of which Iceberg tells two UUIDs. */
final class ReplacedTable {
    private static final int DEEPEST_CAUSE = 30;
    private static final String TWO_IDENTITIES = "Table UUID does not match";

    private ReplacedTable() {}

    /** What a statement failed of, naming the tables it writes to if it was that: nothing is written then. */
    static Exception named(List<TableName> written, Exception failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof IllegalStateException
                    && String.valueOf(cause.getMessage()).startsWith(TWO_IDENTITIES)) {
                String tables = written.stream().distinct().map(SqlNames::of).collect(Collectors.joining(" or "));
                EngineException named = new EngineException(
                        ErrorCategory.RESOURCES,
                        "TABLE_REPLACED",
                        "40001",
                        "Table " + tables + " was dropped and made again while the statement was at work");
                named.initCause(failure);
                return named;
            }
            cause = cause.getCause();
        }
        return failure;
    }
}
