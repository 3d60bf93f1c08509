package io.lakeflight.server.session;

import java.time.Duration;

/**
 * Life of sessions and of what they hold.
 *
 * @param idleTimeout a session without a call for this long is closed
 * @param detachedTimeout a session whose connection has ended is kept this long for the client to come back
 * @param handleTimeout a prepared statement or a result ticket unused for this long expires
 * @param maxSessions open sessions; one more is refused with a retryable error
 * @param maxHandles prepared statements of one session; one more is refused
 */
public record SessionConfig(
        Duration idleTimeout, Duration detachedTimeout, Duration handleTimeout, int maxSessions, int maxHandles) {
    public static final SessionConfig DEFAULTS =
            new SessionConfig(Duration.ofHours(6), Duration.ofMinutes(5), Duration.ofMinutes(30), 10_000, 10_000);
}
