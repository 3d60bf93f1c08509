package io.lakeflight.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.iceberg.exceptions.RESTException;

/** A disk, or a quota of one, without space for what was to be written; what was to happen has not. */
public final class FullDisk {
    /** The SQLSTATE of what failed of it. */
    public static final String SQL_STATE = "53100";

    /** Goes on after a catalog's name, also in what the server tells an engine. */
    static final String REASON = "no space is left on the disk of its files";

    private static final int DEEPEST_CAUSE = 30;

    /** The operating system's words, which Java passes on in exceptions of no type of their own. */
    private static final List<String> OF_FILES =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    private FullDisk() {}

    /** Whether a failure came of it, here or at the server that told of the failure. */
    public static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (tells(cause, String.valueOf(cause.getMessage()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean tells(Throwable failure, String message) {
        if (failure instanceof SQLException error) {
            // SQLite has no states.
            return SQL_STATE.equals(error.getSQLState()) || message.contains("SQLITE_FULL");
        }
        if (failure instanceof RESTException) {
            return message.endsWith(REASON);
        }
        return failure instanceof IOException && OF_FILES.stream().anyMatch(message::contains);
    }
}
