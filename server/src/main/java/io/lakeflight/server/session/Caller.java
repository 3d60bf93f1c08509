package io.lakeflight.server.session;

import java.util.Map;

/**
 * Who a call comes from.
 *
 * <p>The session is the one of the strongest that the client sent: its session cookie, else its bearer token, else the
 * connection it came by; so clients that keep neither cookies nor tokens (ADBC without a user) still have a session.
 *
 * @param defaults what the call's headers ask for: {@code catalog}, {@code schema}, {@code data_plane}, {@code dialect}, {@code
 *     fast_lane}, {@code approximate_doubles}, and {@code client}, the application; for a session that has not begun
 */
public record Caller(Session session, Map<String, String> defaults) {
    public static final String ANONYMOUS = "anonymous";

    public Caller {
        defaults = Map.copyOf(defaults);
    }

    /** The name the client gave; {@link #ANONYMOUS} without one. */
    public String user() {
        return session.user();
    }

    /** The session, which starts where this call asks for if it is the first to need it. */
    public Session begin() {
        if (!session.hasBegun()) {
            session.begin(defaults);
        }
        return session;
    }
}
