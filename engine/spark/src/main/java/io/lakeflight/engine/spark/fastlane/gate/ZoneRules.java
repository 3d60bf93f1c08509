package io.lakeflight.engine.spark.fastlane.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/**
 * Whether Java, whose rules are Spark's, and DuckDB say the same of a time zone: each has a table of them of its own, of an
 * issue of its own. Compared once for each zone: at every change that Java knows, and all ten days in between.
 */
public final class ZoneRules {
    private static final int MOST_ZONES = 1_000;
    private static final long FIRST = Instant.parse("1800-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();
    private static final long STEP = 864_000;

    private final Cache<String, Boolean> agreed =
            Caffeine.newBuilder().maximumSize(MOST_ZONES).build();

    /** @param session that is in the zone */
    public void require(DuckSession session, String sparkZone) throws SQLException, Refusal {
        Boolean known = agreed.getIfPresent(sparkZone);
        boolean isSame = known == null ? isSame(session, DateTimeUtils.getZoneId(sparkZone)) : known;
        agreed.put(sparkZone, isSame);
        if (!isSame) {
            throw new Refusal("the session's time zone");
        }
    }

    private static boolean isSame(DuckSession session, ZoneId zone) throws SQLException {
        String changes = changes(zone).stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        String instants = "SELECT * FROM range(%d, %d, %d) UNION ALL SELECT unnest(%s::BIGINT[])"
                .formatted(FIRST, LAST, STEP, changes);
        String sql = "SELECT s, epoch_us(CAST(to_timestamp(s) AS TIMESTAMP)) // 1000000 - s FROM (" + instants
                + ") AS instants(s)";
        return session.query(sql, rows -> {
            while (rows.next()) {
                Instant instant = Instant.ofEpochSecond(rows.getLong(1));
                if (zone.getRules().getOffset(instant).getTotalSeconds() != rows.getLong(2)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The seconds before and after each. */
    private static List<Long> changes(ZoneId zone) {
        List<Long> seconds = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochSecond(FIRST));
        while (next != null && next.toEpochSecond() < LAST) {
            seconds.add(next.toEpochSecond() - 1);
            seconds.add(next.toEpochSecond());
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return seconds;
    }
}
