package io.lakeflight.engine.spark.fastlane.datacache;

import org.jspecify.annotations.Nullable;

/** A file has not come into the cache. */
final class FetchException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whose fault it is. */
    enum Cause {
        /** Nobody's: nobody waits for the file any more. */
        ABANDONED,
        /** The file's alone: it is missing, or not as its table says. */
        FILE,
        /** Its store's, which has other files as well. */
        STORE,
        /** The cache's own disk's. */
        DISK
    }

    private final Cause reason;

    FetchException(Cause reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Cause reason() {
        return reason;
    }
}
