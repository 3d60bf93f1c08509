package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.catalyst.expressions.TruncTimestamp;
import org.apache.spark.sql.catalyst.expressions.UnixMicros;
import org.apache.spark.sql.catalyst.expressions.UnixSeconds;
import org.apache.spark.sql.types.DataTypes;

/** Parts of times, and times as numbers. */
final class TimestampRules {
    private static final Set<String> UNITS =
            Set.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND");

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(Hour.class, "hour", Edges.TIMESTAMPS, e -> true, (e, in) -> part("hour", e, e.child(), in)),
            new Rule<>(
                    Minute.class, "minute", Edges.TIMESTAMPS, e -> true, (e, in) -> part("minute", e, e.child(), in)),
            new Rule<>(
                    Second.class, "second", Edges.TIMESTAMPS, e -> true, (e, in) -> part("second", e, e.child(), in)),
            new Rule<>(
                    TruncTimestamp.class,
                    "date_trunc of instant",
                    Edges.TIMESTAMPS,
                    e -> e.timestamp().dataType().equals(DataTypes.TimestampType) && UNITS.contains(unit(e.format())),
                    TimestampRules::truncated),
            new Rule<>(
                    UnixMicros.class,
                    "unix_micros",
                    Edges.TIMESTAMPS,
                    e -> true,
                    (e, in) -> "epoch_us(" + in.sql(e.child()) + ")"),
            new Rule<>(
                    UnixSeconds.class,
                    "unix_seconds",
                    Edges.TIMESTAMPS,
                    e -> true,
                    (e, in) -> TimeCastRules.seconds(in.once(e.child()))));

    private TimestampRules() {}

    /** Refuses expressions that were made for another zone than the session's. */
    static void checkZone(TimeZoneAwareExpression expression, Operands in) throws Refusal {
        if (expression.timeZoneId().isDefined()
                && !expression.timeZoneId().get().equals(in.settings().zone())) {
            throw new Refusal("a time zone that is not the session's");
        }
    }

    static void checkFixedOffset(Operands in) throws Refusal {
        if (!in.settings().isFixedOffset()) {
            throw new Refusal("local times of a zone with daylight saving");
        }
    }

    static String unit(Expression format) {
        return format instanceof Literal literal
                ? String.valueOf(literal.value()).toUpperCase(Locale.ROOT)
                : "";
    }

    private static String part(String function, TimeZoneAwareExpression whole, Expression time, Operands in)
            throws Refusal {
        checkZone(whole, in);
        DuckTypes.of(time.dataType());
        return "CAST(" + function + "(" + in.sql(time) + ") AS INTEGER)";
    }

    private static String truncated(TruncTimestamp truncation, Operands in) throws Refusal {
        checkZone(truncation, in);
        checkFixedOffset(in);
        return Texts.cast(
                "date_trunc('" + unit(truncation.format()).toLowerCase(Locale.ROOT) + "', "
                        + in.sql(truncation.timestamp()) + ")",
                truncation.dataType());
    }
}
