package io.lakeflight.server.session;

/** What becomes of sessions, told to those who hold something for them. Calls may take a while. */
public interface SessionEvents {
    /** The session rests: engines are to forget it until its next statement. */
    void rests(Session session);

    /** The session is closed for ever. */
    void ended(Session session);
}
