package io.lakeflight.server.error;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one failure of a statement or a request: a code, a SQLState, and a message for people. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String sqlState;
    private final @Nullable TextPosition position;
    private final @Nullable String queryId;

    public QueryException(ErrorCode code, String message) {
        this(code, message, code.sqlState(), null, null, null);
    }

    public QueryException(ErrorCode code, String message, Throwable cause) {
        this(code, message, code.sqlState(), null, null, cause);
    }

    private QueryException(
            ErrorCode code,
            String message,
            String sqlState,
            @Nullable TextPosition position,
            @Nullable String queryId,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.sqlState = sqlState;
        this.position = position;
        this.queryId = queryId;
    }

    public QueryException withSqlState(String state) {
        return new QueryException(code, getMessage(), state, position, queryId, this);
    }

    public QueryException at(TextPosition where) {
        return new QueryException(code, getMessage(), sqlState, where, queryId, this);
    }

    public QueryException withMessage(String message) {
        return new QueryException(code, message, sqlState, position, queryId, this);
    }

    /** Names the query that failed, unless one is named already. */
    public QueryException ofQuery(String id) {
        return queryId == null ? new QueryException(code, getMessage(), sqlState, position, id, this) : this;
    }

    /** Never null: every failure says what failed. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether a client must know this whatever else it is told: the statement may have changed something. */
    public boolean tellsOfEffects() {
        return code == ErrorCode.OUTCOME_UNKNOWN || code == ErrorCode.PARTLY_DONE;
    }

    /** Five characters. */
    public String sqlState() {
        return sqlState;
    }

    public Optional<TextPosition> position() {
        return Optional.ofNullable(position);
    }

    public Optional<String> queryId() {
        return Optional.ofNullable(queryId);
    }

    /** A place in a statement's text; both count from 1. */
    public record TextPosition(int line, int column) {
        @Override
        public String toString() {
            return line + ":" + column;
        }
    }
}
