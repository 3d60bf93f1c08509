package io.lakeflight.catalog;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** Why a database does not do its work for anybody, told by the code of its error. */
enum DatabaseFailure {
    CONNECTION("its database cannot be reached", "08..."),
    SHUTDOWN("its database is stopping or starting", "57P.."),
    TIME("its database does not answer in time", "57014"),
    LOGIN("its database refuses the user", "28..."),
    /** Said of one statement by a database that is there. */
    PRIVILEGE("its database refuses the user a privilege that this needs", "42501"),
    NAME("its database or schema does not exist", "3D...|3F..."),
    RESOURCES("its database is out of space, memory or connections", "53...|58...|sqlite:13"),
    DAMAGE("its database is damaged", "sqlite:(11|26)"),
    FILE("the file of its database cannot be opened", "sqlite:14"),
    DISK("the disk of its database fails", "sqlite:10"),
    PERMISSION("its database may not be written", "sqlite:(3|8|23)"),
    DRIVER("no driver for its uri is installed (expected: its jar in lib/)", "driver");

    private final String reason;
    private final String states;

    /** @param states regular expression */
    DatabaseFailure(String reason, String states) {
        this.reason = reason;
        this.states = states;
    }

    /** Empty if the error is about the statement. */
    static Optional<DatabaseFailure> of(SQLException error) {
        String state = state(error);
        return Arrays.stream(values())
                .filter(failure -> state.matches(failure.states))
                .findFirst();
    }

    /** SQLite has no SQLSTATEs, and Java none for a missing driver but that of a connection. */
    private static String state(SQLException error) {
        if (String.valueOf(error.getMessage()).startsWith("No suitable driver")) {
            return "driver";
        }
        if (error.getClass().getName().startsWith("org.sqlite.")) {
            return "sqlite:" + error.getErrorCode();
        }
        return error.getSQLState() == null ? "" : error.getSQLState();
    }

    /** For people. */
    String reason() {
        return reason;
    }
}
