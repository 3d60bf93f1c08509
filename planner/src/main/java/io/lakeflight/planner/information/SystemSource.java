package io.lakeflight.planner.information;

import org.jspecify.annotations.Nullable;

/** Who knows what the server does. */
@FunctionalInterface
public interface SystemSource {
    /**
     * The rows as of now: for each column a {@link String}, a {@link Long} or an {@link java.time.Instant}, or null where
     * the column may be.
     */
    Iterable<@Nullable Object[]> rows(SystemTable table);
}
