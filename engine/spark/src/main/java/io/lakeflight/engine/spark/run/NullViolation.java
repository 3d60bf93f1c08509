package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.SqlNames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;

/** A NULL for a column that takes none, of which Spark speaks in terms of Scala. */
final class NullViolation {
    private static final int DEEPEST_CAUSE = 30;

    private NullViolation() {}

    /** What a statement failed of, naming column and table if it was that. */
    static Exception named(AnalyzedStatement statement, Exception failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof SparkThrowable spark && "NOT_NULL_ASSERT_VIOLATION".equals(spark.getCondition())) {
                EngineException named = EngineException.user(
                        "NOT_NULL_VIOLATION",
                        "23502",
                        column(spark.getMessageParameters().getOrDefault("walkedTypePath", "")) + " of table "
                                + tables(statement.written()) + " takes no NULL");
                named.initCause(failure);
                return named;
            }
            cause = cause.getCause();
        }
        return failure;
    }

    /** The path has a line for each field on the way; an UPDATE does not tell it. */
    private static String column(String path) {
        String name = Arrays.stream(path.split("\n", -1))
                .filter(part -> !part.isBlank())
                .map(SqlNames::quoted)
                .collect(Collectors.joining("."));
        return name.isEmpty() ? "A NOT NULL column" : "Column " + name;
    }

    private static String tables(List<TableName> tables) {
        return tables.stream().distinct().map(SqlNames::of).collect(Collectors.joining(" or "));
    }
}
