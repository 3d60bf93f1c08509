package io.lakeflight.engine.spark.fastlane.gate;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/** A session's time zone as DuckDB names it: it knows regions, and no offsets. */
public final class DuckZone {
    private static final int HOUR_SECONDS = 3_600;

    private DuckZone() {}

    public static String of(String sparkZone) throws Refusal {
        try {
            ZoneId zone = DateTimeUtils.getZoneId(sparkZone);
            if (!zone.getRules().isFixedOffset()) {
                return zone.getId();
            }
            return ofOffset(zone.getRules().getOffset(Instant.EPOCH));
        } catch (DateTimeException e) {
            throw new Refusal("the session's time zone");
        }
    }

    /** Signs are the other way round in these names. */
    private static String ofOffset(ZoneOffset offset) throws Refusal {
        int seconds = offset.getTotalSeconds();
        if (seconds == 0) {
            return "UTC";
        }
        int hours = seconds / HOUR_SECONDS;
        if (seconds % HOUR_SECONDS != 0 || hours < -12 || hours > 14) {
            throw new Refusal("the session's time zone");
        }
        return "Etc/GMT" + (hours > 0 ? "-" + hours : "+" + -hours);
    }
}
