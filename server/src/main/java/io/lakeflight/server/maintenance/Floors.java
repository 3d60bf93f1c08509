package io.lakeflight.server.maintenance;

import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.session.SessionConfig;
import java.time.Duration;

/**
 * The ages below which nothing is deleted, whatever a policy says: no statement runs, and no result waits, for longer.
 *
 * @param snapshotAge counts from when a snapshot stopped being the newest one
 * @param orphanAge counts from a file's last change; Iceberg refuses less than a day by itself
 */
record Floors(Duration snapshotAge, Duration orphanAge) {
    static Floors of(LimitsConfig limits, SessionConfig sessions) {
        Duration longest = limits.statementTimeout().plus(sessions.handleTimeout());
        Duration day = Duration.ofDays(1).plusHours(1);
        return new Floors(longest, longest.compareTo(day) > 0 ? longest : day);
    }
}
