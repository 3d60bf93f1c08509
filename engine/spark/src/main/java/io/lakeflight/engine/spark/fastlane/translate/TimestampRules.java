package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.SecondWithFraction;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Parts of times. */
final class TimestampRules {
    private static final String MINUTE_MICROS = LocalTimes.bigint(60_000_000);

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(Hour.class, "hour", Edges.TIMESTAMPS, e -> true, (e, in) -> part("hour", e, e.child(), in)),
            new Rule<>(
                    Minute.class, "minute", Edges.TIMESTAMPS, e -> true, (e, in) -> part("minute", e, e.child(), in)),
            new Rule<>(
                    Second.class, "second", Edges.TIMESTAMPS, e -> true, (e, in) -> part("second", e, e.child(), in)),
            new Rule<>(
                    SecondWithFraction.class,
                    "second with fraction",
                    Edges.TIMESTAMPS,
                    e -> e.dataType() instanceof DecimalType,
                    TimestampRules::seconds));

    private TimestampRules() {}

    /** Refuses expressions that were made for another zone than the session's. */
    static void checkZone(TimeZoneAwareExpression expression, Operands in) throws Refusal {
        if (expression.timeZoneId().isDefined()
                && !expression.timeZoneId().get().equals(in.settings().zone())) {
            throw new Refusal("a time zone that is not the session's");
        }
    }

    private static String part(String function, TimeZoneAwareExpression whole, Expression time, Operands in)
            throws Refusal {
        checkZone(whole, in);
        DuckTypes.of(time.dataType());
        return "CAST(" + function + "(" + in.sql(time) + ") AS INTEGER)";
    }

    private static String seconds(SecondWithFraction seconds, Operands in) throws Refusal {
        checkZone(seconds, in);
        String local = seconds.child().dataType().equals(DataTypes.TimestampType)
                ? LocalTimes.of(seconds.child(), in)
                : in.sql(seconds.child());
        String micros =
                "((epoch_us(" + local + ") % " + MINUTE_MICROS + " + " + MINUTE_MICROS + ") % " + MINUTE_MICROS + ")";
        return Decimals.scaled(micros, (DecimalType) seconds.dataType());
    }
}
