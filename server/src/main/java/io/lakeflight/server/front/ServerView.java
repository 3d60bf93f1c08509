package io.lakeflight.server.front;

import io.lakeflight.planner.information.SystemTable;
import org.jspecify.annotations.Nullable;

/** What the server tells of itself to those who ask. */
@FunctionalInterface
public interface ServerView {
    /**
     * The rows as of now, as {@link io.lakeflight.planner.information.SystemSource} has them.
     *
     * @param user who asks, and may not see everything of others
     */
    Iterable<@Nullable Object[]> rows(SystemTable table, String user);
}
