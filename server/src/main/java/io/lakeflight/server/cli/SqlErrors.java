package io.lakeflight.server.cli;

import java.sql.SQLException;

/** Finds the server's words in what the JDBC driver wraps around them. */
final class SqlErrors {
    /** gRPC's words for a server that answers in another protocol. */
    private static final String OTHER_PROTOCOL = "http2 exception";

    /** What gRPC names when the connection breaks while TLS begins. */
    private static final String ENCRYPTION = "SslHandler";

    private SqlErrors() {}

    static String message(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // The driver's classes are shaded into its jar, so the class is known by name only.
            if (cause.getClass().getSimpleName().equals("FlightRuntimeException") && cause.getMessage() != null) {
                if (cause.getMessage().equals(OTHER_PROTOCOL)) {
                    return "What listens there is no Flight SQL endpoint; is it the server's HTTP port?";
                }
                if (cause.getMessage().contains(ENCRYPTION)) {
                    return "The server does not answer with TLS, which the URL asks for."
                            + " If it has none, add useEncryption=false to the URL: " + SqlCommand.DEFAULT_URL;
                }
                return isUnreachable(cause) ? unreachable(e) : cause.getMessage();
            }
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** gRPC's words for a connection that could not be made. */
    private static boolean isUnreachable(Throwable cause) {
        return "io exception".equals(cause.getMessage());
    }

    private static String unreachable(SQLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "Cannot reach the server: " + root.getMessage()
                + "\nIs it running? Start one with: bin/lakeflight start";
    }
}
