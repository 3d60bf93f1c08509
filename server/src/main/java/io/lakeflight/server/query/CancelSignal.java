package io.lakeflight.server.query;

/** Tells a statement that whoever asked for it has gone: canceled, disconnected, or past its deadline. */
@FunctionalInterface
public interface CancelSignal {
    /**
     * Runs {@code action} once when the asker goes; at once if it has gone. The action must return quickly.
     *
     * @return closed when the asker's going no longer matters: the end of a call must not look like a cancel
     */
    Registration onCancel(Runnable action);

    /** Ends the watch for a cancel. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
