package io.lakeflight.server.cli;

import java.sql.SQLException;

/** Finds the server's words in what the JDBC driver wraps around them. */
final class SqlErrors {
    private SqlErrors() {}

    static String message(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // The driver's classes are shaded into its jar, so the class is known by name only.
            if (cause.getClass().getSimpleName().equals("FlightRuntimeException") && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** What is at the bottom of a failed connection, where everything above says no more than "io exception". */
    static String rootMessage(SQLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
