package io.lakeflight.catalog;

import io.lakeflight.storage.StorageFailure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store did not take a metadata file. A commit moves its pointers after all files are written, so that this one has
 * had no effect.
 */
final class UnwrittenMetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnwrittenMetadataException(RuntimeException failure) {
        super(failure);
    }

    /** Writes the metadata file of a commit that has changed nothing so far. */
    static <T> T told(Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            throw StorageFailure.in(e).isPresent() ? new UnwrittenMetadataException(e) : e;
        }
    }

    static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnwrittenMetadataException) {
                return true;
            }
        }
        return false;
    }
}
