package io.lakeflight.server.session;

import java.util.Map;

/**
 * Who a call comes from.
 *
 * <p>The session key is the strongest of what the client sent: its session cookie, else its bearer token, else the
 * connection it came by; so clients that keep neither cookies nor tokens (ADBC without a user) still have a session.
 *
 * @param user the name the client gave; {@code anonymous} without one
 * @param sessionKey names the caller's session among all callers'
 * @param defaults what the call's headers ask for: {@code catalog}, {@code schema}; for a session not yet open
 */
public record Caller(String user, String sessionKey, Map<String, String> defaults) {
    public static final String ANONYMOUS = "anonymous";

    public Caller {
        defaults = Map.copyOf(defaults);
    }
}
