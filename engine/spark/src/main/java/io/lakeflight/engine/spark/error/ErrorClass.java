package io.lakeflight.engine.spark.error;

import io.lakeflight.engine.protocol.ErrorCategory;

/** Category and SQLSTATE of a failure that does not name them itself. */
record ErrorClass(ErrorCategory category, String sqlState) {
    private static final ErrorClass INTERNAL = new ErrorClass(ErrorCategory.INTERNAL, "XX000");

    /** Iceberg and Hadoop exceptions carry no code, only their type tells what they mean. */
    static ErrorClass ofType(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return new ErrorClass(ErrorCategory.USER, "54001");
        }
        if (failure instanceof OutOfMemoryError) {
            return new ErrorClass(ErrorCategory.RESOURCES, "53200");
        }
        return switch (failure.getClass().getSimpleName()) {
            case "NoSuchTableException", "NoSuchViewException" -> new ErrorClass(ErrorCategory.USER, "42P01");
            case "NoSuchNamespaceException" -> new ErrorClass(ErrorCategory.USER, "3F000");
            case "AlreadyExistsException" -> new ErrorClass(ErrorCategory.USER, "42710");
            case "NamespaceNotEmptyException" -> new ErrorClass(ErrorCategory.USER, "2BP01");
            case "ForbiddenException", "NotAuthorizedException", "AccessControlException" ->
                new ErrorClass(ErrorCategory.USER, "42501");
            case "CommitFailedException" -> new ErrorClass(ErrorCategory.RESOURCES, "40001");
            case "CommitStateUnknownException" -> new ErrorClass(ErrorCategory.EXTERNAL, "40003");
            case "ValidationException" -> validation(failure);
            case "ServiceFailureException", "ServiceUnavailableException", "RESTException", "RuntimeIOException" ->
                new ErrorClass(ErrorCategory.EXTERNAL, "58030");
            case "IllegalArgumentException", "UnsupportedOperationException" ->
                new ErrorClass(ErrorCategory.USER, "42000");
            default ->
                failure instanceof java.io.IOException || failure instanceof java.io.UncheckedIOException
                        ? new ErrorClass(ErrorCategory.EXTERNAL, "58030")
                        : INTERNAL;
        };
    }

    private static ErrorClass validation(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("onflicting") || message.contains("Missing required files")
                ? new ErrorClass(ErrorCategory.RESOURCES, "40001")
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
