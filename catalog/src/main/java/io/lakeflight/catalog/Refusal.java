package io.lakeflight.catalog;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;

/** Why a catalog that is there does not do what it is for: said for people, without secrets and names of classes. */
final class Refusal {
    private static final Pattern NAME_OF_CLASS = Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}[A-Z]\\w*(?::\\s*)?");

    private Refusal() {}

    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotAuthorizedException || cause instanceof ForbiddenException) {
                return "its service refuses the credentials";
            }
            if (cause instanceof SQLException sql) {
                Optional<DatabaseFailure> database = DatabaseFailure.of(sql);
                return database.isPresent() ? database.get().reason() : text(failure) + ": " + text(sql);
            }
        }
        return text(failure);
    }

    private static String text(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "its client says nothing about the cause");
        return SecretText.masked(NAME_OF_CLASS.matcher(message).replaceAll("")).strip();
    }
}
