package io.lakeflight.server.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * How much an action did or would do; null is not known, or does not apply.
 *
 * @param files rewritten or deleted: data files, delete files, manifests or any, as the action has it
 * @param filesAfter what a rewrite put in their place
 * @param bytes of the files rewritten
 * @param snapshots forgotten
 */
public record Extent(
        @Nullable Long files,
        @Nullable Long filesAfter,
        @Nullable Long bytes,
        @Nullable Long snapshots) {
    static final Extent UNKNOWN = new Extent(null, null, null, null);

    static Extent rewrite(long files, long filesAfter, @Nullable Long bytes) {
        return new Extent(files, filesAfter, bytes, null);
    }

    static Extent expiry(long snapshots) {
        return new Extent(null, null, null, snapshots);
    }

    static Extent deletion(long files) {
        return new Extent(files, null, null, null);
    }
}
