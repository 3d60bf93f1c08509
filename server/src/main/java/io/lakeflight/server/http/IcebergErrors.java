package io.lakeflight.server.http;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.UnreadableTableException;
import io.lakeflight.storage.FullDisk;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How Iceberg's failures travel: clients rebuild the exception from status and type name. */
final class IcebergErrors {
    private static final Logger log = LoggerFactory.getLogger(IcebergErrors.class);

    /** Not 5xx: clients would try again at once, for half a minute. */
    private static final int DEPENDENCY = 424;

    /** No space for a file, so that nothing has happened: a client is not to ask again, nor to take it for unknown. */
    private static final int INSUFFICIENT_STORAGE = 507;

    private static final int NOT_FOUND = 404;
    private static final int BUSY = 503;

    private static final int UNKNOWN_OUTCOME = 500;

    /** One that Iceberg's client, which goes by the code in the body, does not ask again after: half a minute long. */
    private static final int UNKNOWN_TO_ENGINES = 599;

    private record Status(Class<? extends Exception> type, int code) {}

    private static final List<Status> STATUSES = List.of(
            new Status(UnreadableTableException.class, DEPENDENCY),
            new Status(BadRequestException.class, 400),
            new Status(ValidationException.class, 400),
            new Status(IllegalArgumentException.class, 400),
            new Status(NotAuthorizedException.class, 401),
            new Status(ForbiddenException.class, 403),
            new Status(ReplacedEngineException.class, 403),
            new Status(NoSuchIcebergTableException.class, 404),
            new Status(NoSuchNamespaceException.class, 404),
            new Status(NoSuchTableException.class, 404),
            new Status(NoSuchViewException.class, 404),
            new Status(NoSuchWarehouseException.class, 404),
            new Status(NotFoundException.class, 404),
            new Status(UnsupportedOperationException.class, 406),
            new Status(AlreadyExistsException.class, 409),
            new Status(CommitFailedException.class, 409),
            new Status(NamespaceNotEmptyException.class, 409),
            new Status(UnprocessableEntityException.class, 422),
            new Status(CatalogUnavailableException.class, DEPENDENCY),
            new Status(NotServedException.class, 501),
            new Status(ServiceUnavailableException.class, BUSY));

    private IcebergErrors() {}

    static IcebergAnswer answer(IcebergCall call, RuntimeException failure) {
        if (failure instanceof CatalogUnavailableException && FullDisk.isCauseOf(failure)) {
            return answer(INSUFFICIENT_STORAGE, failure, text(failure));
        }
        if (failure instanceof UnreadableTableException unreadable
                && unreadable.isLost()
                && hasNoEffect(call, failure)) {
            // As Iceberg's own servers tell it, which its clients tell apart from a table that does not exist.
            String cause = unreadable.getCause() == null
                    ? ""
                    : ": " + unreadable.getCause().getMessage();
            return answer(NOT_FOUND, NotFoundException.class, unreadable.getMessage() + cause);
        }
        if (isOfVersion(failure)) {
            return answer(400, BadRequestException.class, text(failure));
        }
        Optional<Integer> code = STATUSES.stream()
                .filter(status -> status.type().isInstance(failure))
                .map(Status::code)
                .findFirst();
        return code.map(known -> told(known, call, failure))
                .map(told -> timed(told, answer(status(told, call), told, failure.getClass(), text(failure))))
                .orElseGet(() -> unexpected(call, failure));
    }

    /** What the table's format version has not, such as a type, Iceberg takes for a state of its own. */
    private static boolean isOfVersion(RuntimeException failure) {
        return failure instanceof IllegalStateException && text(failure).startsWith("Invalid schema for v");
    }

    /** Who is refused for now is told when to come again. */
    private static IcebergAnswer timed(int code, IcebergAnswer answer) {
        return code == BUSY ? answer.with("Retry-After", "1") : answer;
    }

    /** On what has effects clients must take it for "may or may not have happened", which they do only of 5xx. */
    private static int told(int code, IcebergCall call, RuntimeException failure) {
        return code == DEPENDENCY && !hasNoEffect(call, failure) ? UNKNOWN_OUTCOME : code;
    }

    private static boolean hasNoEffect(IcebergCall call, RuntimeException failure) {
        return call.isReading()
                || (failure instanceof CatalogUnavailableException unavailable && unavailable.hasDoneNothing())
                || (failure instanceof UnreadableTableException unreadable && unreadable.hasDoneNothing());
    }

    /** A client's statement waits for the engine, and the server looks by itself what became of it. */
    private static int status(int code, IcebergCall call) {
        return code == UNKNOWN_OUTCOME && call.engine().isPresent() ? UNKNOWN_TO_ENGINES : code;
    }

    /** Told by an id only: what failed may name files, statements and addresses that are none of the client's. */
    private static IcebergAnswer unexpected(IcebergCall call, RuntimeException failure) {
        UUID id = UUID.randomUUID();
        log.error("{} {} failed, error {}", call.method(), call.target(), id, failure);
        // On a commit clients take any 5xx as "may or may not have happened", which is the truth here.
        String message = failure instanceof CommitStateUnknownException
                ? "It is unknown whether the commit has happened; the server's log has error " + id
                : "The request failed inside the server; its log has error " + id;
        return answer(status(UNKNOWN_OUTCOME, call), UNKNOWN_OUTCOME, failure.getClass(), message);
    }

    private static IcebergAnswer answer(int code, RuntimeException failure, String message) {
        return answer(code, failure.getClass(), message);
    }

    private static IcebergAnswer answer(int code, Class<? extends RuntimeException> type, String message) {
        return answer(code, code, type, message);
    }

    private static IcebergAnswer answer(int status, int code, Class<? extends RuntimeException> type, String message) {
        return IcebergAnswer.of(
                status,
                ErrorResponse.builder()
                        .responseCode(code)
                        .withType(type.getSimpleName())
                        .withMessage(message)
                        .build());
    }

    private static String text(RuntimeException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
