package io.lakeflight.engine.spark.fastlane.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Shapes of plans that failed in one way, in the lane or in one form of their text: they are answered in the other way at once
 * for a while, instead of after another failure. Data and values change, so that they get another chance; each that fails as well makes
 * the while longer, since a failure may have cost all of a statement's time.
 */
public final class KeptOff {
    private static final int MOST = 10_000;
    private static final Duration FIRST_TERM = Duration.ofMinutes(10);
    private static final Duration LONGEST_TERM = Duration.ofDays(1);
    private static final int LONGER = 4;

    private final Ticker ticker;
    private final Cache<PlanShape, Failure> shapes;

    /**
     * The last one of a shape.
     *
     * @param at when it was, as the ticker tells
     */
    private record Failure(long at, Duration term) {
        boolean isOver(long now) {
            return now - at >= term.toNanos();
        }

        Failure again(long now) {
            Duration longer = term.multipliedBy(LONGER);
            return new Failure(now, longer.compareTo(LONGEST_TERM) < 0 ? longer : LONGEST_TERM);
        }
    }

    public KeptOff() {
        this(Ticker.systemTicker());
    }

    KeptOff(Ticker ticker) {
        this.ticker = ticker;
        this.shapes = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LONGEST_TERM.multipliedBy(2))
                .ticker(ticker)
                .build();
    }

    public void add(PlanShape shape) {
        long now = ticker.read();
        shapes.asMap().compute(shape, (key, last) -> {
            if (last == null) {
                return new Failure(now, FIRST_TERM);
            }
            // Several may be at work when the first of them fails.
            return last.isOver(now) ? last.again(now) : last;
        });
    }

    /** One has not failed, so that the next failure counts as the first; unless it had begun before the last one did. */
    public void succeeded(PlanShape shape) {
        long now = ticker.read();
        shapes.asMap().computeIfPresent(shape, (key, last) -> last.isOver(now) ? null : last);
    }

    public boolean contains(PlanShape shape) {
        Failure last = shapes.getIfPresent(shape);
        return last != null && !last.isOver(ticker.read());
    }
}
