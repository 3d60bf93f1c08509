package io.lakeflight.engine.spark.fastlane.translate;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/**
 * What of a session the rules need.
 *
 * @param zone the session's time zone, as Spark is told it; DuckDB must be told the same
 * @param approximateDoubles whether sums and averages of floating-point numbers may differ in their last digits
 * @param maxRows of a range, which is read from nowhere: Spark sends as it comes what would be held back here
 */
public record TranslationSettings(String zone, boolean approximateDoubles, long maxRows) {
    /** Whether local times and instants correspond one to one, so that nothing depends on which of two is taken. */
    boolean isFixedOffset() {
        try {
            ZoneId id = DateTimeUtils.getZoneId(zone);
            return id.getRules().isFixedOffset();
        } catch (DateTimeException e) {
            return false;
        }
    }

    ZoneFacts zoneFacts() {
        return ZoneFacts.of(DateTimeUtils.getZoneId(zone).getRules());
    }
}
