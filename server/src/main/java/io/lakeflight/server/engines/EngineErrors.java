package io.lakeflight.server.engines;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.error.QueryException.TextPosition;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;

/** Turns what an engine's failed call carries back into a {@link QueryException}; the only place that does. */
public final class EngineErrors {
    /** Condition of a statement whose session the engine does not hold. */
    private static final String SESSION_NOT_FOUND = "SESSION_NOT_FOUND";

    /** An engine that does not know a session: the caller opens it there and asks again. */
    public static boolean isUnknownSession(QueryException failure) {
        return details(failure)
                .map(error -> error.getCondition().equals(SESSION_NOT_FOUND))
                .orElse(false);
    }

    /** Parameters of the engine's error condition, e.g. {@code relationName}, where the failure carries them. */
    public static Optional<String> parameter(QueryException failure, String name) {
        return details(failure).map(error -> error.getParametersMap().get(name));
    }

    static QueryException toQueryException(FlightRuntimeException e, String engineId) {
        Optional<EngineError> error = details(e);
        if (error.isPresent()) {
            return fromEngine(error.get(), e);
        }
        return switch (e.status().code()) {
            case UNAVAILABLE ->
                new QueryException(
                        ErrorCode.ENGINE_LOST,
                        "Engine " + engineId
                                + " was lost while it worked on the statement; the statement can be sent again",
                        e);
            case CANCELLED -> new QueryException(ErrorCode.CANCELED, "The statement was canceled", e);
            case TIMED_OUT ->
                new QueryException(ErrorCode.ENGINE_BUSY, "Engine " + engineId + " did not answer in time", e);
            default ->
                new QueryException(
                        ErrorCode.INTERNAL,
                        "Engine " + engineId + " answered " + e.status().code(),
                        e);
        };
    }

    private static QueryException fromEngine(EngineError error, FlightRuntimeException cause) {
        QueryException failure = new QueryException(code(error), error.getMessage(), cause);
        if (error.getSqlState().length() == 5) {
            failure = failure.withSqlState(error.getSqlState());
        }
        return error.getLine() > 0
                ? failure.at(new TextPosition(error.getLine(), Math.max(1, error.getColumn())))
                : failure;
    }

    private static ErrorCode code(EngineError error) {
        return switch (error.getCategory()) {
            case USER -> error.getCondition().startsWith("PARSE") ? ErrorCode.SYNTAX_ERROR : ErrorCode.STATEMENT_FAILED;
            case RESOURCES -> ofResources(error.getSqlState());
            case EXTERNAL -> ErrorCode.STORAGE_FAILED;
            case CANCELED -> ErrorCode.CANCELED;
            case INTERNAL, ERROR_CATEGORY_UNSPECIFIED, UNRECOGNIZED -> ErrorCode.INTERNAL;
        };
    }

    private static ErrorCode ofResources(String sqlState) {
        return Stream.of(ErrorCode.OUT_OF_MEMORY, ErrorCode.WRITE_CONFLICT, ErrorCode.DISK_FULL)
                .filter(code -> code.sqlState().equals(sqlState))
                .findFirst()
                .orElse(ErrorCode.ENGINE_BUSY);
    }

    /** The engine's own words anywhere down the chain of causes. */
    private static Optional<EngineError> details(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlightRuntimeException flight) {
                return details(flight.status());
            }
        }
        return Optional.empty();
    }

    private static Optional<EngineError> details(CallStatus status) {
        ErrorFlightMetadata metadata = status.metadata();
        byte[] bytes = metadata == null || !metadata.containsKey(EngineProtocol.ERROR_TRAILER)
                ? null
                : metadata.getByte(EngineProtocol.ERROR_TRAILER);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EngineError.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private EngineErrors() {}
}
