package io.lakeflight.server.front;

import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.session.Session;

/**
 * What a statement makes of a session, if that is all it does. It holds as long as the session is as it was, and no engine
 * has it open: engines are told first.
 *
 * @param rows what the statement returns
 * @param isAccepted whether an engine would surely open the session as it becomes
 */
public record SessionChange(Session.State before, Session.State after, HeldRows rows, boolean isAccepted) {
    /** Changes the session; false, and nothing done, if the change does not hold any more. */
    public boolean make(Session session) {
        synchronized (session) {
            boolean holds = session.state().equals(before)
                    && session.isRepeatable()
                    && session.engines().all().isEmpty();
            if (holds) {
                session.update(after);
            }
            if (holds && isAccepted) {
                session.engines().accepted();
            }
            return holds;
        }
    }
}
