package io.lakeflight.testing;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A cluster of two data planes, which tell themselves apart by the time zone their engines are configured with. */
final class TwoPlanes {
    /** Where a statement runs. */
    static final String WHERE = "SELECT current_timezone()";

    static final String ON_INTERACTIVE = "UTC";
    static final String ON_BATCH = "Asia/Tokyo";

    private TwoPlanes() {}

    static DataPlanesConfig planes(Start interactive, Duration idleTimeout) {
        return planes(interactive, idleTimeout, Long.MAX_VALUE);
    }

    /** @param largestScan that {@code interactive} is for */
    static DataPlanesConfig planes(Start interactive, Duration idleTimeout, long largestScan) {
        return DataPlanesConfig.DEFAULTS
                .with("interactive", plane(interactive, ON_INTERACTIVE, idleTimeout, largestScan))
                .with("batch", plane(Start.ON_DEMAND, ON_BATCH, idleTimeout, Long.MAX_VALUE));
    }

    private static DataPlaneConfig plane(Start start, String timeZone, Duration idleTimeout, long maxBytes) {
        DataPlaneConfig defaults = DataPlaneConfig.DEFAULTS;
        return new DataPlaneConfig(
                start,
                1,
                defaults.master(),
                "1g",
                new Timeouts(defaults.startTimeout(), defaults.silenceTimeout(), idleTimeout),
                new Purpose(maxBytes, Set.of(timeZone.equals(ON_BATCH) ? "tokyo" : "utc")),
                List.of(),
                Map.of("spark.sql.session.timeZone", timeZone));
    }
}
