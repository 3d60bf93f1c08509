package io.lakeflight.engine.spark.fastlane.datacache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Stores that did not give their files, and the disk that did not take them: for a while nothing is tried again, so that
 * not each statement waits for it before Spark answers.
 */
final class Pauses {
    private static final Duration TERM = Duration.ofSeconds(30);
    private static final int MOST = 1_000;
    private static final String DISK = "disk";

    private final Cache<String, Boolean> paused;

    Pauses(Ticker clock) {
        this.paused = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(TERM)
                .ticker(clock)
                .build();
    }

    void failed(String store, FetchException.Cause cause) {
        if (cause == FetchException.Cause.DISK) {
            paused.put(DISK, true);
        } else if (cause == FetchException.Cause.STORE) {
            paused.put(store, true);
        }
    }

    boolean isPaused(String store) {
        return paused.getIfPresent(store) != null || paused.getIfPresent(DISK) != null;
    }
}
