package io.lakeflight.catalog;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** Why a database does not do its work for anybody, told by the SQLSTATE of its error. */
enum DatabaseFailure {
    CONNECTION("its database cannot be reached", "08..."),
    SHUTDOWN("its database is stopping or starting", "57P.."),
    TIME("its database does not answer in time", "57014"),
    LOGIN("its database refuses the user", "28...|42501"),
    NAME("its database or schema does not exist", "3D...|3F..."),
    RESOURCES("its database is out of space, memory or connections", "53...|58...");

    private final String reason;
    private final String states;

    /** @param states regular expression */
    DatabaseFailure(String reason, String states) {
        this.reason = reason;
        this.states = states;
    }

    /** Empty if the error is about the statement. */
    static Optional<DatabaseFailure> of(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return Arrays.stream(values())
                .filter(failure -> state.matches(failure.states))
                .findFirst();
    }

    /** For people. */
    String reason() {
        return reason;
    }
}
