package io.lakeflight.server.flight;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.UnreadableTableException;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns failures into Flight statuses; the only place that does.
 *
 * <p>Trailers: {@code x-sqlstate} (five characters), {@code x-error-code} (name), {@code x-query-id}, and where known
 * {@code x-error-position} ({@code line:column}). What fails outside any query is logged and told under an id of its own.
 */
final class FlightErrors {
    private static final Logger log = LoggerFactory.getLogger(FlightErrors.class);
    static final String SQL_STATE = "x-sqlstate";

    /** In bytes as gRPC encodes it; clients on C++ cores refuse longer ones. */
    private static final int LONGEST_MESSAGE = 3_500;

    /** Runs a call's work; whatever it throws leaves as a Flight status. */
    static <T> T answering(Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable e) {
            throw toFlight(e);
        }
    }

    static FlightRuntimeException toFlight(Throwable failure) {
        if (failure instanceof FlightRuntimeException flight) {
            return isOurs(flight) ? flight : toFlight((Throwable) ofArrow(flight));
        }
        if (failure instanceof QueryException query) {
            return toFlight(query.queryId().isPresent() ? query : named(query));
        }
        if (failure instanceof CatalogUnavailableException catalog) {
            return toFlight(named(new QueryException(ErrorCode.CATALOG_UNAVAILABLE, catalog.getMessage(), catalog)));
        }
        if (failure instanceof UnreadableTableException table) {
            return toFlight(new QueryException(ErrorCode.STORAGE_FAILED, table.getMessage(), table));
        }
        return toFlight(bug(failure));
    }

    /** What failed before it was a query has an id too, for its client to name it to the operator. */
    private static QueryException named(QueryException failure) {
        String id = UUID.randomUUID().toString();
        log.info("call {} {}", id, failure.code());
        return failure.ofQuery(id);
    }

    private static boolean isOurs(FlightRuntimeException failure) {
        ErrorFlightMetadata trailers = failure.status().metadata();
        return trailers != null && trailers.containsKey(SQL_STATE);
    }

    /** What Arrow's dispatch throws says too little, or names Java classes. */
    static QueryException ofArrow(FlightRuntimeException failure) {
        return switch (failure.status().code()) {
            case UNIMPLEMENTED ->
                new QueryException(ErrorCode.NOT_SUPPORTED, "Lakeflight does not serve this request", failure);
            case INVALID_ARGUMENT ->
                new QueryException(
                        ErrorCode.INVALID_REQUEST, "The request cannot be read or is none of Flight SQL's", failure);
            case CANCELLED -> new QueryException(ErrorCode.CANCELED, "The client has gone", failure);
            default -> bug(failure);
        };
    }

    private static QueryException bug(Throwable failure) {
        String id = UUID.randomUUID().toString();
        log.error("Call {} failed by a bug", id, failure);
        return new QueryException(ErrorCode.INTERNAL, "Internal error; see the server's log", failure).ofQuery(id);
    }

    private static FlightRuntimeException toFlight(QueryException failure) {
        ErrorFlightMetadata trailers = new ErrorFlightMetadata();
        trailers.insert(SQL_STATE, failure.sqlState());
        trailers.insert("x-error-code", failure.code().name());
        failure.queryId().ifPresent(id -> trailers.insert("x-query-id", id));
        failure.position().ifPresent(position -> trailers.insert("x-error-position", position.toString()));
        return status(failure)
                .withDescription(shortened(failure.getMessage()) + place(failure))
                .withMetadata(trailers)
                .toRuntimeException();
    }

    private static CallStatus status(QueryException failure) {
        return switch (failure.code()) {
            case UNKNOWN_HANDLE, UNKNOWN_TICKET, UNKNOWN_SESSION -> CallStatus.NOT_FOUND;
            case NOT_SUPPORTED -> CallStatus.UNIMPLEMENTED;
            case ROUTE_REFUSED, SHARED_FILES -> CallStatus.UNAUTHORIZED;
            case CANCELED -> CallStatus.CANCELLED;
            case TIMED_OUT -> CallStatus.TIMED_OUT;
            case ENGINE_LOST,
                    ENGINE_UNAVAILABLE,
                    ENGINE_BUSY,
                    WRITE_CONFLICT,
                    SHUTTING_DOWN,
                    STORAGE_FAILED,
                    CATALOG_UNAVAILABLE -> CallStatus.UNAVAILABLE;
            case QUEUE_FULL, TOO_MANY_SESSIONS, TOO_MANY_HANDLES, RESULT_TOO_LARGE, OUT_OF_MEMORY, DISK_FULL ->
                CallStatus.RESOURCE_EXHAUSTED;
            // Anything else is taken by some client as leave to send the statement again.
            case OUTCOME_UNKNOWN, PARTLY_DONE -> CallStatus.UNKNOWN;
            case INTERNAL -> CallStatus.INTERNAL;
            case STATEMENT_FAILED -> statusOfState(failure.sqlState());
            case SYNTAX_ERROR,
                    INVALID_STATEMENT,
                    STATEMENT_TOO_LARGE,
                    INVALID_PARAMETERS,
                    INVALID_SESSION_OPTION,
                    INVALID_REQUEST -> CallStatus.INVALID_ARGUMENT;
        };
    }

    /** What ADBC and other status-minded clients make of the engine's SQLStates. */
    private static CallStatus statusOfState(String sqlState) {
        return switch (sqlState) {
            case "42P01", "42703", "42704", "42883", "3F000", "3D000" -> CallStatus.NOT_FOUND;
            case "42P07", "42P06", "42710" -> CallStatus.ALREADY_EXISTS;
            case "42501" -> CallStatus.UNAUTHORIZED;
            case "0A000" -> CallStatus.UNIMPLEMENTED;
            default -> CallStatus.INVALID_ARGUMENT;
        };
    }

    /** In the message too: most tools show nothing else. */
    private static String place(QueryException failure) {
        return failure.position()
                .map(position -> " (line %d, column %d)".formatted(position.line(), position.column()))
                .orElse("");
    }

    private static String shortened(String message) {
        int bytes = 0;
        for (int end = 0; end < message.length(); ) {
            int character = message.codePointAt(end);
            bytes += encodedLength(character);
            if (bytes > LONGEST_MESSAGE) {
                return message.substring(0, end) + " …";
            }
            end += Character.charCount(character);
        }
        return message;
    }

    /** gRPC writes every byte of UTF-8 that is not printable ASCII, and %, as %XX. */
    private static int encodedLength(int character) {
        boolean plain = character >= ' ' && character <= '~' && character != '%';
        return plain ? 1 : 3 * Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
    }

    private FlightErrors() {}
}
