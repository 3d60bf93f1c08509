package io.lakeflight.server.session;

import java.time.Duration;

/**
 * Life of sessions and of what they hold.
 *
 * @param idleTimeout a session without a call or a running statement for this long ends, and its client must connect
 *     again
 * @param detachedTimeout a session without a connection for this long rests: what was set in it is kept for its client
 *     to come back, but no engine holds it
 * @param handleTimeout a prepared statement or a result ticket unused for this long expires
 * @param maxSessions sessions open in an engine; one more is refused with a retryable error
 * @param maxHandles prepared statements of one session; one more is refused
 * @param maxSettings what a session may have set; one more is refused
 */
public record SessionConfig(
        Duration idleTimeout,
        Duration detachedTimeout,
        Duration handleTimeout,
        int maxSessions,
        int maxHandles,
        int maxSettings) {
    public static final SessionConfig DEFAULTS =
            new SessionConfig(Duration.ofHours(6), Duration.ofMinutes(5), Duration.ofMinutes(30), 10_000, 10_000, 200);
}
