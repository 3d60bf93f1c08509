package io.lakeflight.server.routing;

/**
 * A data plane as routing sees it.
 *
 * @param maxBytes the largest scan it is for; {@link Long#MAX_VALUE} if it is for any
 */
public record PlaneView(String name, long maxBytes) {
    boolean isForAnything() {
        return maxBytes == Long.MAX_VALUE;
    }
}
