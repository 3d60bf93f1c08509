package io.lakeflight.server.flight.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Catalogs that listings of all have waited for in vain just now: a tool that asks for schemas and then for tables waits
 * for them once.
 */
final class SilentCatalogs {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final Cache<String, Boolean> names =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

    void add(String name) {
        names.put(name, true);
    }

    boolean contains(String name) {
        return names.getIfPresent(name) != null;
    }
}
