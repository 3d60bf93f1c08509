package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.regex.Pattern;

/** {@code CREATE TABLE t LIKE s}, which Spark knows for its own catalog only: names of three parts it cannot even read. */
final class CreateTableLike {
    private static final String NAME = "(?:\\w++|`[^`]++`|\"[^\"]++\")";
    private static final Pattern STATEMENT = Pattern.compile(
            "(?is)\\s*+CREATE\\s++TABLE\\s++(?:IF\\s++NOT\\s++EXISTS\\s++)?%1$s(?:\\s*+\\.\\s*+%1$s)*+\\s++LIKE\\b.*"
                    .formatted(NAME));

    private CreateTableLike() {}

    /** Says of a text that cannot be read why not, if it is such a statement. */
    static void refuse(String sql) {
        if (STATEMENT.matcher(sql).matches()) {
            throw refused();
        }
    }

    static EngineException refused() {
        return EngineException.user(
                "UNSUPPORTED_FEATURE",
                "0A000",
                "CREATE TABLE … LIKE is not supported (expected: CREATE TABLE … AS SELECT * FROM … WHERE false)");
    }
}
