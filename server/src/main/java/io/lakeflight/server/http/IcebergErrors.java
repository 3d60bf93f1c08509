package io.lakeflight.server.http;

import java.util.List;
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

/** How Iceberg's failures travel: clients rebuild the exception from status and type name. */
final class IcebergErrors {
    private record Status(Class<? extends Exception> type, int code) {}

    private static final List<Status> STATUSES = List.of(
            new Status(BadRequestException.class, 400),
            new Status(ValidationException.class, 400),
            new Status(IllegalArgumentException.class, 400),
            new Status(NotAuthorizedException.class, 401),
            new Status(ForbiddenException.class, 403),
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
            // On a commit clients take any 5xx as "may or may not have happened", which is the truth here.
            new Status(CommitStateUnknownException.class, 500),
            new Status(NotServedException.class, 501),
            new Status(ServiceUnavailableException.class, 503));

    private IcebergErrors() {}

    static ErrorResponse response(Exception failure) {
        int code = STATUSES.stream()
                .filter(status -> status.type().isInstance(failure))
                .mapToInt(Status::code)
                .findFirst()
                .orElse(500);
        return ErrorResponse.builder()
                .responseCode(code)
                .withType(failure.getClass().getSimpleName())
                .withMessage(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage())
                .build();
    }
}
