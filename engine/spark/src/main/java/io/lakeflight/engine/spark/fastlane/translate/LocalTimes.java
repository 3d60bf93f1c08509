package io.lakeflight.engine.spark.fastlane.translate;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Local times of instants, and instants of local times. Where clocks are put forward or back, some local times never come
 * and some come twice: Spark takes a later one, or the first; DuckDB takes others. Such times are an error here.
 */
final class LocalTimes {
    static final long DAY_MICROS = Duration.ofDays(1).toSeconds() * 1_000_000;

    /** In zones with more, a day is not worth a list of them. */
    private static final int MOST_DAYS = 8;

    private LocalTimes() {}

    /** The local time of an instant: a TIMESTAMP. */
    static String of(Expression instant, Operands in) throws Refusal {
        if (instant instanceof Cast cast) {
            TimestampRules.checkZone(cast, in);
            DataType type = cast.child().dataType();
            // Short cuts: what Spark has made an instant was a local time before.
            if (type.equals(DataTypes.DateType)) {
                return midnight(cast, in);
            }
            if (type.equals(DataTypes.TimestampNTZType) && in.settings().isFixedOffset()) {
                return in.sql(cast.child());
            }
        }
        return local(in.sql(instant));
    }

    private static String midnight(Cast cast, Operands in) throws Refusal {
        List<LocalDate> late =
                in.settings().isFixedOffset() ? List.of() : in.zone().lateDays();
        if (late.size() > MOST_DAYS) {
            return local(in.sql(cast));
        }
        String day = in.once(cast.child());
        String midnight = local(day);
        if (late.isEmpty()) {
            return midnight;
        }
        String days = late.stream().map(each -> "DATE '" + each + "'").collect(Collectors.joining(", "));
        String condition = day + " IS NULL OR " + day + " NOT IN (" + days + ")";
        return "(" + Texts.guarded(condition, midnight, DataTypes.TimestampNTZType) + ")";
    }

    /** The instant at which it is that time, if there is one only. */
    static String instant(String local, Operands in) throws Refusal {
        if (in.settings().isFixedOffset()) {
            return "CAST(" + local + " AS TIMESTAMP WITH TIME ZONE)";
        }
        ZoneFacts zone = in.zone();
        String time = in.once(local);
        String instant = in.once("CAST(" + time + " AS TIMESTAMP WITH TIME ZONE)");
        long overlap = zone.longestOverlap().toSeconds() * 1_000_000;
        // DuckDB takes the second of two: not long before, clocks were ahead.
        String condition = instant + " IS NULL OR " + local(instant) + " = " + time + " AND "
                + local(microsLater(instant, -overlap)) + " <= " + localMicrosLater(time, -overlap);
        if (zone.since() != null) {
            condition += " AND " + time + " >= make_timestamp(" + bigint(micros(zone)) + ")";
        }
        return "(" + Texts.guarded(condition, instant, DataTypes.TimestampType) + ")";
    }

    /** The same time of the day so many days later, with the offset there was before if it is one of both. */
    static String daysLater(String instant, long days, Operands in) throws Refusal {
        String start = in.once(instant);
        if (days == 0 || in.settings().isFixedOffset()) {
            return microsLater(start, days * DAY_MICROS);
        }
        String wanted = in.once(localMicrosLater(local(start), days * DAY_MICROS));
        String same = in.once(microsLater(start, days * DAY_MICROS));
        return "(CASE WHEN " + start + " IS NULL OR " + local(same) + " = " + wanted + " THEN " + same + " ELSE "
                + instant(wanted, in) + " END)";
    }

    static String local(String instant) {
        return "CAST(" + instant + " AS TIMESTAMP)";
    }

    static String microsLater(String instant, long micros) {
        return "make_timestamptz(epoch_us(" + instant + ") + " + bigint(micros) + ")";
    }

    static String localMicrosLater(String local, long micros) {
        return "make_timestamp(epoch_us(" + local + ") + " + bigint(micros) + ")";
    }

    static String bigint(long number) {
        return "CAST('" + number + "' AS BIGINT)";
    }

    private static long micros(ZoneFacts zone) {
        return zone.since() == null ? Long.MIN_VALUE : zone.since().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }
}
