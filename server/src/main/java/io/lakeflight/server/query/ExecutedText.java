package io.lakeflight.server.query;

import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.planner.standard.SparkText;
import io.lakeflight.planner.standard.UnsupportedFormException;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.error.QueryException.TextPosition;
import java.util.List;

/** A client's text as engines get it, and positions in that as the client counts them. */
final class ExecutedText {
    private final String client;
    private final SparkText spark;

    /** @throws QueryException if the text has a form that Spark has nothing for */
    static ExecutedText of(String client, Dialect dialect) {
        try {
            return new ExecutedText(client, SparkText.of(client, dialect));
        } catch (UnsupportedFormException e) {
            throw new QueryException(ErrorCode.NOT_SUPPORTED, e.problem(), e).at(position(client, e.offset()));
        }
    }

    private ExecutedText(String client, SparkText spark) {
        this.client = client;
        this.spark = spark;
    }

    String text() {
        return spark.text();
    }

    /** Of each parameter in {@link #text}, which one of the client's it is; empty if they are in the client's order. */
    List<Integer> parameterOrder() {
        return spark.parameterOrder();
    }

    boolean isRewritten() {
        return spark.isRewritten();
    }

    QueryException located(QueryException failure) {
        return isRewritten()
                ? failure.position()
                        .map(told -> failure.at(position(client, spark.clientOffset(offset(text(), told)))))
                        .orElse(failure)
                : failure;
    }

    private static int offset(String text, TextPosition position) {
        int lineStart = 0;
        for (int line = 1; line < position.line(); line++) {
            int end = text.indexOf('\n', lineStart);
            lineStart = end < 0 ? lineStart : end + 1;
        }
        return lineStart + position.column() - 1;
    }

    /** Where a character of a text is. */
    static TextPosition position(String text, int offset) {
        String before = text.substring(0, offset);
        int line =
                1 + (int) before.chars().filter(character -> character == '\n').count();
        return new TextPosition(line, offset - before.lastIndexOf('\n'));
    }
}
