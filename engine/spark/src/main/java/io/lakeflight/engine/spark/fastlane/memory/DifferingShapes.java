package io.lakeflight.engine.spark.fastlane.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shapes of plans that the lane has answered otherwise than Spark. They stay out of it, in all engines of the data plane and
 * those that take their place, until somebody who knows why removes them from the list.
 */
public final class DifferingShapes {
    private static final Logger log = LoggerFactory.getLogger(DifferingShapes.class);
    private static final Duration TERM = Duration.ofDays(36_500);

    private final Suspects listed;
    /** Those that could not be written down. */
    private final Set<PlanShape> unlisted = ConcurrentHashMap.newKeySet();

    private DifferingShapes(Suspects listed) {
        this.listed = listed;
    }

    /** @param file as that of {@link CrashJournal#open} */
    public static DifferingShapes beside(Path file, Clock clock) throws IOException {
        return new DifferingShapes(Suspects.beside(file, "differing", TERM, clock));
    }

    public void add(PlanShape shape) {
        if (contains(shape)) {
            return;
        }
        try {
            listed.add(List.of(shape.hash()));
        } catch (IOException e) {
            unlisted.add(shape);
            log.warn(
                    "Shape {} is kept out of the fast lane by this engine alone: it cannot be listed", shape.hash(), e);
        }
    }

    public boolean contains(PlanShape shape) {
        return unlisted.contains(shape) || listed.contains(shape.hash());
    }
}
