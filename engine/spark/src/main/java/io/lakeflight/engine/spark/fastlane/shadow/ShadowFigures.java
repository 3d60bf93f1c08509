package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.protocol.LaneDifference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What has come of the comparisons since the engine was started. */
public final class ShadowFigures {
    private static final int MOST_DIFFERENCES = 64;

    private final Deque<LaneDifference> differences = new ArrayDeque<>();
    private long equal;
    private long different;
    private long dropped;

    synchronized void equal() {
        equal++;
    }

    synchronized void different(LaneDifference difference) {
        different++;
        differences.addLast(difference);
        if (differences.size() > MOST_DIFFERENCES) {
            differences.removeFirst();
        }
    }

    synchronized void dropped(int count) {
        dropped += count;
    }

    /** @param dropped those that were chosen and are not known to be either */
    public record Counts(long equal, long different, long dropped) {}

    public synchronized Counts counts() {
        return new Counts(equal, different, dropped);
    }

    /** The last ones. */
    public synchronized List<LaneDifference> differences() {
        return List.copyOf(differences);
    }
}
