package io.lakeflight.server.flight;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionRegistry;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** One client's connection: the sessions it has used, and those of callers who have no other name for theirs. */
final class Connection {
    private static final int MOST_CALLERS = 1_000;

    private final Map<String, String> cookieByCaller = new HashMap<>();
    /** Weak, for sessions that end before the connection does. */
    private final Set<Session> used = Collections.newSetFromMap(new WeakHashMap<>());

    private boolean ended;

    /**
     * The session of a caller who sends neither a cookie nor a token of ours; a connection may carry several callers.
     *
     * @param bearer somebody else's token, or empty
     * @throws QueryException if the caller's session has ended, or there are too many callers
     */
    synchronized Session session(String user, String bearer, SessionRegistry sessions) {
        String caller = user + " " + bearer;
        String cookie = cookieByCaller.get(caller);
        if (cookie != null) {
            return sessions.ofCookie(cookie).orElseThrow(SessionRegistry::unknown);
        }
        if (cookieByCaller.size() >= MOST_CALLERS) {
            throw new QueryException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "The connection carries %d callers, which is the limit; use another connection"
                            .formatted(MOST_CALLERS));
        }
        Session session = sessions.open(user);
        cookieByCaller.put(caller, session.cookie());
        return session;
    }

    /** The caller whose session this is gets another one with the next call. */
    synchronized void forget(Session session) {
        cookieByCaller.values().removeIf(session.cookie()::equals);
    }

    synchronized void use(Session session) {
        if (!ended && used.add(session)) {
            session.attach();
        }
    }

    synchronized void end() {
        ended = true;
        used.forEach(Session::detach);
        used.clear();
    }
}
