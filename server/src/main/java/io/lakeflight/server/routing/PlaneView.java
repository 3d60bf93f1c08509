package io.lakeflight.server.routing;

import java.util.Set;

/**
 * A data plane as routing sees it.
 *
 * @param maxBytes the largest scan it is for; {@link Long#MAX_VALUE} if it is for any
 * @param tags by which rules may choose it
 */
public record PlaneView(String name, long maxBytes, Set<String> tags) {
    public PlaneView {
        tags = Set.copyOf(tags);
    }

    boolean isForAnything() {
        return maxBytes == Long.MAX_VALUE;
    }
}
