package io.lakeflight.server.control;

import java.time.Duration;
import java.util.Map;

/**
 * One data plane: how its engine process is started.
 *
 * @param name the plane's name, e.g. {@code interactive}
 * @param memory heap of the engine's JVM, as Java writes it: {@code 2g}
 * @param startTimeout how long an engine may take to become ready
 * @param silenceTimeout an engine that answers no heartbeat for this long is killed and replaced
 * @param sparkConf Spark properties of this plane, over the engine's own defaults
 */
public record DataPlaneConfig(
        String name, String memory, Duration startTimeout, Duration silenceTimeout, Map<String, String> sparkConf) {
    public static final DataPlaneConfig DEFAULTS =
            new DataPlaneConfig("interactive", "2g", Duration.ofMinutes(2), Duration.ofSeconds(30), Map.of());

    public DataPlaneConfig {
        sparkConf = Map.copyOf(sparkConf);
    }
}
