package io.lakeflight.catalog;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** Tells a catalog that cannot be reached from one that answers that something is wrong. */
final class Reachability {
    private Reachability() {}

    static boolean isLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOf(cause, DatabaseFailure.DRIVER)) {
                return false;
            }
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql
                            && DatabaseFailure.of(sql).isPresent())
                    || cause instanceof ServiceFailureException
                    || cause instanceof ServiceUnavailableException
                    || (cause instanceof RESTException && cause.getCause() instanceof IOException)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Throwable cause, DatabaseFailure failure) {
        return cause instanceof SQLException sql
                && DatabaseFailure.of(sql).filter(failure::equals).isPresent();
    }

    /** Whether it was waited for in vain. */
    static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** For people; without the address's credentials. */
    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "its host is not known";
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return "it refuses connections";
            }
            if (cause instanceof SocketTimeoutException) {
                return "it does not answer in time";
            }
            Optional<DatabaseFailure> database =
                    cause instanceof SQLException sql ? DatabaseFailure.of(sql) : Optional.empty();
            if (database.isPresent() && database.get() != DatabaseFailure.CONNECTION) {
                return database.get().reason();
            }
        }
        return "its service fails";
    }
}
