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
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** Tells a catalog that cannot be reached from one that answers that something is wrong. */
final class Reachability {
    /** Told by one that is not missed: waiting for it helps nobody. */
    private static final Set<DatabaseFailure> NOT_LOST = EnumSet.of(DatabaseFailure.DRIVER, DatabaseFailure.PRIVILEGE);

    private Reachability() {}

    static boolean isLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (database(cause).filter(NOT_LOST::contains).isPresent()) {
                return false;
            }
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLTransientConnectionException
                    || database(cause).isPresent()
                    || cause instanceof ServiceFailureException
                    || cause instanceof ServiceUnavailableException
                    || (cause instanceof RESTException && cause.getCause() instanceof IOException)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database does not let its user do this. */
    static boolean isForbidden(SQLException failure) {
        return database(failure).filter(DatabaseFailure.PRIVILEGE::equals).isPresent();
    }

    private static Optional<DatabaseFailure> database(Throwable cause) {
        return cause instanceof SQLException sql ? DatabaseFailure.of(sql) : Optional.empty();
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
            Optional<DatabaseFailure> database = database(cause);
            if (database.isPresent() && database.get() != DatabaseFailure.CONNECTION) {
                return database.get().reason();
            }
        }
        return "its service fails";
    }
}
