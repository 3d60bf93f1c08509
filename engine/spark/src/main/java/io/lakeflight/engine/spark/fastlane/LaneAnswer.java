package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckRows;
import io.lakeflight.engine.spark.fastlane.known.KnownStatements;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The rows of a query from the fast lane, all of them there; or why there are none, so that Spark answers it. */
public final class LaneAnswer implements AutoCloseable {
    private final @Nullable DuckRows rows;
    private final Optional<ResultColumns> columns;
    private final String reason;
    private final boolean isLate;
    private final Runnable whenClosed;
    private Optional<KnownStatements.Found> known = Optional.empty();

    private LaneAnswer(
            @Nullable DuckRows rows,
            Optional<ResultColumns> columns,
            String reason,
            boolean isLate,
            Runnable whenClosed) {
        this.rows = rows;
        this.columns = columns;
        this.reason = reason;
        this.isLate = isLate;
        this.whenClosed = whenClosed;
    }

    static LaneAnswer of(DuckRows rows, ResultColumns columns, Runnable whenClosed) {
        return new LaneAnswer(rows, Optional.of(columns), "", false, whenClosed);
    }

    /** Of a query that was not tried. */
    static LaneAnswer none(String reason) {
        return new LaneAnswer(null, Optional.empty(), reason, false, () -> {});
    }

    /** Of a query that the lane was at work on. */
    static LaneAnswer givenUp(String reason) {
        return new LaneAnswer(null, Optional.empty(), reason, true, () -> {});
    }

    /** It was made from what is known of the statement. */
    LaneAnswer knownAs(KnownStatements.Found statement) {
        known = Optional.of(statement);
        return this;
    }

    /** What was known of the statement; empty if it was planned. */
    Optional<KnownStatements.Found> known() {
        return known;
    }

    public boolean isThere() {
        return rows != null;
    }

    /** Of the rows, if there are any. */
    public Schema schema() {
        return columns.orElseThrow().schema();
    }

    /** Why there are no rows, in few words and without users' data; empty if there are. */
    public String reason() {
        return reason;
    }

    /** Whether the lane was at work on the query before there were no rows. */
    public boolean isLate() {
        return isLate;
    }

    /** Sends the rows; once. */
    public void writeTo(BatchSink sink) throws Exception {
        if (rows == null) {
            throw new IllegalStateException("There are no rows: " + reason);
        }
        rows.writeTo(sink);
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            if (rows != null) {
                rows.close();
            }
        } finally {
            whenClosed.run();
        }
    }
}
