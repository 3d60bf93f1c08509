package io.lakeflight.engine.spark.fastlane.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Shapes of plans that failed in one way, in the lane or in one form of their text: they are answered in the other way at once
 * for a while, instead of after another failure. Data and values change, so that they get another chance.
 */
public final class KeptOff {
    private static final int MOST = 10_000;
    private static final Duration TERM = Duration.ofMinutes(10);

    private final Cache<PlanShape, Boolean> shapes =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(TERM).build();

    public void add(PlanShape shape) {
        shapes.put(shape, true);
    }

    public boolean contains(PlanShape shape) {
        return shapes.getIfPresent(shape) != null;
    }
}
