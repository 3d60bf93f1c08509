package io.lakeflight.engine.spark.error;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import scala.Option;

/** Line and column of the statement an error points at, both from 1; 0 and 0 where Spark does not know. */
record ErrorPosition(int line, int column) {
    static final ErrorPosition UNKNOWN = new ErrorPosition(0, 0);

    static ErrorPosition of(Throwable failure, String sql) {
        if (contexts(failure).anyMatch(context -> isElsewhere(context, sql))) {
            return UNKNOWN;
        }
        if (failure instanceof ParseException parse && parse.start().line().isDefined()) {
            return of(parse.start().line(), parse.start().startPosition());
        }
        if (failure instanceof AnalysisException analysis && analysis.line().isDefined()) {
            return of(analysis.line(), analysis.startPosition());
        }
        if (failure instanceof SparkThrowable spark && spark.getQueryContext() != null) {
            for (QueryContext context : spark.getQueryContext()) {
                if (context.contextType() == QueryContextType.SQL) {
                    return at(sql, context.startIndex());
                }
            }
        }
        return UNKNOWN;
    }

    /** The view in whose text the error is. */
    static Optional<String> view(Throwable failure) {
        return contexts(failure)
                .map(QueryContext::objectName)
                .filter(name -> name != null && !name.isEmpty())
                .findFirst();
    }

    /** Whether it counts in the text of a view, which the client never saw, or of the statement that made one. */
    private static boolean isElsewhere(QueryContext context, String sql) {
        boolean inView = context.objectName() != null && !context.objectName().isEmpty();
        return inView
                || (context instanceof SQLQueryContext place
                        && place.sqlText().isDefined()
                        && !place.sqlText().get().equals(sql));
    }

    private static Stream<QueryContext> contexts(Throwable failure) {
        return failure instanceof SparkThrowable spark && spark.getQueryContext() != null
                ? Arrays.stream(spark.getQueryContext())
                        .filter(context -> context.contextType() == QueryContextType.SQL)
                : Stream.empty();
    }

    private static ErrorPosition of(Option<Object> line, Option<Object> column) {
        return new ErrorPosition((Integer) line.get(), column.isDefined() ? (Integer) column.get() + 1 : 0);
    }

    private static ErrorPosition at(String sql, int index) {
        if (index < 0 || index > sql.length()) {
            return UNKNOWN;
        }
        String before = sql.substring(0, index);
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        return new ErrorPosition(line, index - before.lastIndexOf('\n'));
    }
}
