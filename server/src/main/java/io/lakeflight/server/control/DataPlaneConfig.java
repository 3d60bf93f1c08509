package io.lakeflight.server.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One data plane: when and how its engine processes are started, and what it is for.
 *
 * @param start when its engines are started
 * @param engines how many there are
 * @param memory heap of the engine's JVM, as Java writes it: {@code 2g}
 * @param startTimeout how long an engine may take to become ready
 * @param silenceTimeout an engine that answers no heartbeat for this long is killed and replaced
 * @param idleTimeout an engine that is started on demand is stopped when it was not needed for this long
 * @param maxBytes the largest scan the plane is for; {@link Long#MAX_VALUE} if it is for any
 * @param sparkConf Spark properties of this plane, over the engine's own defaults
 */
public record DataPlaneConfig(
        Start start,
        int engines,
        String memory,
        Duration startTimeout,
        Duration silenceTimeout,
        Duration idleTimeout,
        long maxBytes,
        Map<String, String> sparkConf) {
    /** What a plane has whose keys say nothing else. */
    public static final DataPlaneConfig DEFAULTS = new DataPlaneConfig(
            Start.ON_DEMAND,
            1,
            "2g",
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Long.MAX_VALUE,
            Map.of());

    public DataPlaneConfig {
        sparkConf = Map.copyOf(sparkConf);
    }

    /** The same, but for when its engine is started. */
    public DataPlaneConfig starting(Start when) {
        return new DataPlaneConfig(
                when, engines, memory, startTimeout, silenceTimeout, idleTimeout, maxBytes, sparkConf);
    }

    /** The same, but for how many engines there are. */
    public DataPlaneConfig ofEngines(int count) {
        return new DataPlaneConfig(
                start, count, memory, startTimeout, silenceTimeout, idleTimeout, maxBytes, sparkConf);
    }

    /** When the engine of a data plane is started. */
    public enum Start {
        /** With the server, and again when it has ended. */
        EAGER,
        /** When a statement needs it; it is stopped when none has for a while. */
        ON_DEMAND;

        /** As it is written in the configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Start> of(String word) {
            return Arrays.stream(values())
                    .filter(start -> start.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Start::word).toList();
        }
    }
}
