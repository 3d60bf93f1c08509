package io.lakeflight.server.query;

import io.lakeflight.planner.SqlScript;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.error.QueryException.TextPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Refuses texts that no engine should have to look at. */
final class StatementText {
    /** Spark's lexer needs exponentially more time and memory for each level. */
    private static final int DEEPEST_COMMENT = 16;

    /** Each of them takes many times its text in memory. */
    private static final int MOST_STATEMENTS = 20_000;

    private final LimitsConfig limits;

    StatementText(LimitsConfig limits) {
        this.limits = limits;
    }

    /** Accepts one statement within the limits. */
    void requireSingle(String text) {
        List<SqlScript.Statement> statements = requireScript(text);
        if (statements.size() > 1) {
            SqlScript.Statement second = statements.get(1);
            throw new QueryException(
                            ErrorCode.INVALID_STATEMENT,
                            "The text holds %d statements; a query is one. Send a script as an update, or one by one"
                                    .formatted(statements.size()))
                    .at(new TextPosition(second.line(), second.column()));
        }
    }

    /** The statements of a text within the limits; at least one. */
    List<SqlScript.Statement> requireScript(String text) {
        // A char is at least one byte: a hopeless text is refused before it is encoded.
        if (text.length() > limits.maxStatementBytes()
                || text.getBytes(StandardCharsets.UTF_8).length > limits.maxStatementBytes()) {
            throw new QueryException(
                    ErrorCode.STATEMENT_TOO_LARGE,
                    "The statement is longer than %d bytes (limits.max-statement-size)"
                            .formatted(limits.maxStatementBytes()));
        }
        SqlScript script = SqlScript.of(text, MOST_STATEMENTS);
        script.firstNul().ifPresent(offset -> {
            throw new QueryException(
                            ErrorCode.SYNTAX_ERROR,
                            "The statement holds a NUL character at offset %d".formatted(offset))
                    .at(ExecutedText.position(text, offset));
        });
        if (script.isEmpty()) {
            throw new QueryException(
                    ErrorCode.SYNTAX_ERROR,
                    script.endsInComment()
                            ? "The statement is empty: its comment is not closed by */"
                            : "The statement is empty: it holds nothing but blanks and comments");
        }
        if (script.count() > MOST_STATEMENTS) {
            throw new QueryException(
                            ErrorCode.STATEMENT_TOO_LARGE,
                            "The text holds %d statements, the limit is %d; send it in parts"
                                    .formatted(script.count(), MOST_STATEMENTS))
                    .withSqlState("54001");
        }
        if (script.depth() > limits.maxStatementDepth()) {
            throw new QueryException(
                            ErrorCode.STATEMENT_TOO_LARGE,
                            "The statement nests %d deep, the limit is %d (limits.max-statement-depth)"
                                    .formatted(script.depth(), limits.maxStatementDepth()))
                    .withSqlState("54001");
        }
        if (script.commentDepth() > DEEPEST_COMMENT) {
            throw new QueryException(
                            ErrorCode.STATEMENT_TOO_LARGE,
                            "The statement's comments nest %d deep, the limit is %d"
                                    .formatted(script.commentDepth(), DEEPEST_COMMENT))
                    .withSqlState("54001");
        }
        return script.statements();
    }
}
