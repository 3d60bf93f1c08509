package io.lakeflight.server.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One data plane: when and how its engine processes are started, and what it is for.
 *
 * @param start when its engines are started
 * @param engines how many there are
 * @param master Spark's: {@code local[n]}
 * @param memory heap of an engine's JVM, as Java writes it: {@code 2g}
 * @param timeouts how long what may take
 * @param purpose what the plane is for
 * @param warmUp queries that an engine runs before it takes those of clients
 * @param sparkConf Spark properties of this plane, over the engine's own defaults
 * @param fastLane what its engines answer without Spark
 */
public record DataPlaneConfig(
        Start start,
        int engines,
        String master,
        String memory,
        Timeouts timeouts,
        Purpose purpose,
        List<String> warmUp,
        Map<String, String> sparkConf,
        FastLaneConfig fastLane) {
    /** What a plane has whose keys say nothing else. */
    public static final DataPlaneConfig DEFAULTS = new DataPlaneConfig(
            Start.ON_DEMAND,
            1,
            "local[*]",
            "2g",
            new Timeouts(Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMinutes(10)),
            Purpose.ANY,
            List.of(),
            Map.of());

    public DataPlaneConfig {
        warmUp = List.copyOf(warmUp);
        sparkConf = Map.copyOf(sparkConf);
    }

    /** One with the fast lane that planes have whose keys say nothing else. */
    public DataPlaneConfig(
            Start start,
            int engines,
            String master,
            String memory,
            Timeouts timeouts,
            Purpose purpose,
            List<String> warmUp,
            Map<String, String> sparkConf) {
        this(start, engines, master, memory, timeouts, purpose, warmUp, sparkConf, FastLaneConfig.DEFAULTS);
    }

    /** The same, but for when its engines are started. */
    public DataPlaneConfig starting(Start when) {
        return new DataPlaneConfig(when, engines, master, memory, timeouts, purpose, warmUp, sparkConf, fastLane);
    }

    /** The same, but for its fast lane. */
    public DataPlaneConfig with(FastLaneConfig lane) {
        return new DataPlaneConfig(start, engines, master, memory, timeouts, purpose, warmUp, sparkConf, lane);
    }

    public long maxBytes() {
        return purpose.maxBytes();
    }

    public Set<String> tags() {
        return purpose.tags();
    }

    public Duration startTimeout() {
        return timeouts.start();
    }

    public Duration silenceTimeout() {
        return timeouts.silence();
    }

    public Duration idleTimeout() {
        return timeouts.idle();
    }

    /**
     * Which statements routing has in mind for it.
     *
     * @param maxBytes the largest scan it is for; {@link Long#MAX_VALUE} if it is for any
     * @param tags words that rules choose it by
     */
    public record Purpose(long maxBytes, Set<String> tags) {
        public static final Purpose ANY = new Purpose(Long.MAX_VALUE, Set.of());

        public Purpose {
            tags = Set.copyOf(tags);
        }

        public static Purpose scansUpTo(long bytes) {
            return new Purpose(bytes, Set.of());
        }
    }

    /**
     * How long what may take.
     *
     * @param start an engine to become ready
     * @param silence an engine without an answer to a heartbeat, before it is killed and replaced
     * @param idle an engine that is started on demand without being needed, before it is stopped
     */
    public record Timeouts(Duration start, Duration silence, Duration idle) {}

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
