package io.lakeflight.server.control;

import io.lakeflight.server.control.DataPlaneConfig.Start;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data planes there are, by name.
 *
 * @param defaultPlane where statements go that nothing sends elsewhere; one of the planes
 */
public record DataPlanesConfig(Map<String, DataPlaneConfig> planes, String defaultPlane) {
    public static final DataPlanesConfig DEFAULTS = defaults();

    public DataPlanesConfig {
        planes = Collections.unmodifiableMap(new LinkedHashMap<>(planes));
        if (!planes.containsKey(defaultPlane)) {
            throw new IllegalArgumentException(
                    "The default data plane is \"%s\" (expected: one of %s)".formatted(defaultPlane, planes.keySet()));
        }
    }

    private static DataPlanesConfig defaults() {
        Map<String, DataPlaneConfig> planes = new LinkedHashMap<>();
        planes.put("interactive", DataPlaneConfig.DEFAULTS.starting(Start.EAGER));
        planes.put("batch", DataPlaneConfig.DEFAULTS);
        return new DataPlanesConfig(planes, "interactive");
    }

    /** These planes, one of which is another or comes to them. */
    public DataPlanesConfig with(String name, DataPlaneConfig plane) {
        Map<String, DataPlaneConfig> changed = new LinkedHashMap<>(planes);
        changed.put(name, plane);
        return new DataPlanesConfig(changed, defaultPlane);
    }
}
