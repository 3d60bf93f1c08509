package io.lakeflight.engine.spark.error;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.storage.StorageFailure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Category and SQLSTATE of a failure that does not name them itself. */
record ErrorClass(ErrorCategory category, String sqlState) {
    /** What Iceberg says when files a statement is about were changed after it had read them. */
    private static final List<String> CONFLICTS =
            List.of("onflicting", "Missing required files", "missing data files", "found new");

    /** The SQLSTATE of a statement that another one got in the way of; sent again, it may succeed. */
    private static final String CONFLICT = "40001";

    private static final ErrorClass INTERNAL = new ErrorClass(ErrorCategory.INTERNAL, "XX000");

    /** Iceberg and Hadoop exceptions carry no code, only their type tells what they mean. */
    static ErrorClass ofType(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return new ErrorClass(ErrorCategory.USER, "54001");
        }
        if (failure instanceof OutOfMemoryError) {
            return new ErrorClass(ErrorCategory.RESOURCES, "53200");
        }
        if (isStopped(failure)) {
            return new ErrorClass(ErrorCategory.RESOURCES, "57P01");
        }
        // Iceberg derives further types from these.
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            ErrorClass known = ofName(type.getSimpleName(), failure);
            if (known != null) {
                return known;
            }
        }
        return StorageFailure.in(failure).isPresent() ? new ErrorClass(ErrorCategory.EXTERNAL, "58030") : INTERNAL;
    }

    private static @Nullable ErrorClass ofName(String type, Throwable failure) {
        return switch (type) {
            case "NoSuchTableException", "NoSuchViewException" -> new ErrorClass(ErrorCategory.USER, "42P01");
            case "NoSuchNamespaceException" -> new ErrorClass(ErrorCategory.USER, "3F000");
            case "AlreadyExistsException" -> new ErrorClass(ErrorCategory.USER, isOfTable(failure) ? "42P07" : "42710");
            case "NamespaceNotEmptyException" -> new ErrorClass(ErrorCategory.USER, "2BP01");
            case "ForbiddenException", "NotAuthorizedException", "AccessControlException" ->
                new ErrorClass(ErrorCategory.USER, "42501");
            case "CommitFailedException" -> new ErrorClass(ErrorCategory.RESOURCES, CONFLICT);
            case "CommitStateUnknownException" -> new ErrorClass(ErrorCategory.EXTERNAL, "40003");
            case "ValidationException" -> validation(failure);
            case "ServiceFailureException",
                    "ServiceUnavailableException",
                    "RESTException",
                    "RuntimeIOException",
                    "NotFoundException",
                    "IOException",
                    "UncheckedIOException" -> new ErrorClass(ErrorCategory.EXTERNAL, "58030");
            case "AnalysisException",
                    "IllegalArgumentException",
                    "UnsupportedOperationException",
                    "BadRequestException" -> new ErrorClass(ErrorCategory.USER, "42000");
            default -> null;
        };
    }

    private static boolean isOfTable(Throwable failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("table already exists");
    }

    /** Spark's words for work that comes, or is still there, while the engine ends. */
    private static boolean isStopped(Throwable failure) {
        return ErrorMessage.tellsOfStop(String.valueOf(failure.getMessage()));
    }

    private static ErrorClass validation(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        boolean isOfNames = message.contains("conflict with names reserved");
        return !isOfNames && CONFLICTS.stream().anyMatch(message::contains)
                ? new ErrorClass(ErrorCategory.RESOURCES, CONFLICT)
                : new ErrorClass(ErrorCategory.USER, "42000");
    }

    /** Spark's own conditions carry a SQLSTATE whose class tells who has to act. */
    static ErrorCategory ofSqlState(String sqlState) {
        return switch (sqlState.substring(0, 2)) {
            case "XX", "58" -> sqlState.startsWith("XX") ? ErrorCategory.INTERNAL : ErrorCategory.EXTERNAL;
            case "08", "HV" -> ErrorCategory.EXTERNAL;
            case "53", "40" -> ErrorCategory.RESOURCES;
            case "57" -> sqlState.equals("57014") ? ErrorCategory.CANCELED : ErrorCategory.RESOURCES;
            default -> ErrorCategory.USER;
        };
    }
}
