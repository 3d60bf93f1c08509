package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.LaneDifference;
import io.lakeflight.server.control.LaneDifferences.Difference;
import io.lakeflight.server.control.LaneDifferences.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one engine tells of the fast lane's queries that Spark has executed as well, as of its last heartbeat. */
public final class EngineShadow {
    private static final Logger log = LoggerFactory.getLogger(EngineShadow.class);

    private final String plane;
    private final String engineId;
    private final LaneDifferences differences;
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private long kept;

    EngineShadow(String plane, String engineId, LaneDifferences differences) {
        this.plane = plane;
        this.engineId = engineId;
        this.differences = differences;
    }

    /** How many queries were compared, and with what outcome; how many were not in the end; how many are still to be. */
    public record Counts(long equal, long different, long dropped, long waiting) {}

    public Counts counts() {
        return counts;
    }

    /** Keeps what the engine has not told before. A database that takes nothing now is tried again with the next one. */
    synchronized void beat(Health health) {
        counts = new Counts(
                health.getShadowEqual(),
                health.getShadowDifferent(),
                health.getShadowDropped(),
                health.getShadowWaiting());
        if (health.getShadowDifferent() == kept) {
            return;
        }
        try {
            List<Difference> told =
                    health.getDifferencesList().stream().map(this::difference).toList();
            differences.add(told);
            kept = health.getShadowDifferent();
        } catch (RuntimeException e) {
            log.error("Differences of the fast lane of engine {} are not kept yet", engineId, e);
        }
    }

    private Difference difference(LaneDifference told) {
        return new Difference(
                told.getQueryId(),
                new Place(plane, engineId, Instant.ofEpochMilli(told.getFoundMillis())),
                told.getShape(),
                told.getFastRows(),
                told.getFastFingerprint(),
                told.getSparkRows(),
                textOrNull(told.getSparkFingerprint()),
                textOrNull(told.getSparkError()));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
