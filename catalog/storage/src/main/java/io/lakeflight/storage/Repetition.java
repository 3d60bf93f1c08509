package io.lakeflight.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;

/** An attempt at reading that is repeated once. */
final class Repetition {
    /** What reads by name, from the start. */
    interface Attempt<T> {
        T run() throws IOException;
    }

    private Repetition() {}

    /**
     * Tries again if the first try fails for any reason but a missing file.
     *
     * <p>What is meant is NFS's stale file handle: the client remembers a handle that the server has forgotten, and looks
     * it up again when asked by name. It is known by its message only, which depends on the system's language, and
     * reading anything twice does no harm.
     */
    static <T> T once(Attempt<T> attempt) throws IOException {
        try {
            return attempt.run();
        } catch (IOException e) {
            return again(attempt, e);
        }
    }

    /** The second try after a failed first one. */
    static <T> T again(Attempt<T> attempt, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException || failure instanceof ClosedChannelException) {
            throw failure;
        }
        try {
            return attempt.run();
        } catch (IOException second) {
            second.addSuppressed(failure);
            throw second;
        }
    }
}
