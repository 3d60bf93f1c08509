package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MicrosToTimestamp;
import org.apache.spark.sql.catalyst.expressions.MillisToTimestamp;
import org.apache.spark.sql.catalyst.expressions.SecondsToTimestamp;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.catalyst.expressions.ToUnixTimestamp;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;
import org.apache.spark.sql.catalyst.expressions.UnixMicros;
import org.apache.spark.sql.catalyst.expressions.UnixMillis;
import org.apache.spark.sql.catalyst.expressions.UnixSeconds;
import org.apache.spark.sql.catalyst.expressions.UnixTimestamp;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Instants as numbers since 1970, and back. */
final class EpochRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    UnixMicros.class,
                    "unix_micros",
                    Edges.TIMESTAMPS,
                    e -> true,
                    (e, in) -> "epoch_us(" + in.sql(e.child()) + ")"),
            new Rule<>(
                    UnixMillis.class,
                    "unix_millis",
                    Edges.TIMESTAMPS,
                    e -> true,
                    (e, in) -> rounded(in.once(e.child()), "1000")),
            new Rule<>(
                    UnixSeconds.class,
                    "unix_seconds",
                    Edges.TIMESTAMPS,
                    e -> true,
                    (e, in) -> TimeCastRules.seconds(in.once(e.child()))),
            new Rule<>(
                    UnixTimestamp.class,
                    "unix_timestamp of time",
                    Edges.TIMESTAMPS,
                    e -> isTime(e.left()),
                    (e, in) -> seconds(e, e.left(), in)),
            new Rule<>(
                    ToUnixTimestamp.class,
                    "to_unix_timestamp of time",
                    Edges.TIMESTAMPS,
                    e -> isTime(e.left()),
                    (e, in) -> seconds(e, e.left(), in)),
            fromIntegers(SecondsToTimestamp.class, "timestamp_seconds", 1_000_000),
            fromIntegers(MillisToTimestamp.class, "timestamp_millis", 1_000),
            fromIntegers(MicrosToTimestamp.class, "timestamp_micros", 1));

    private EpochRules() {}

    private static <E extends UnaryExpression> Rule<E> fromIntegers(Class<E> type, String name, long micros) {
        return new Rule<>(
                type,
                name,
                Edges.INTEGERS,
                e -> DuckTypes.isInteger(e.child().dataType()),
                (e, in) -> "make_timestamptz(CAST(" + in.sql(e.child()) + " AS BIGINT) * " + LocalTimes.bigint(micros)
                        + ")");
    }

    private static boolean isTime(Expression expression) {
        DataType type = expression.dataType();
        return type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType);
    }

    /** Rounded towards zero, unlike other ways to the same number. */
    private static String seconds(TimeZoneAwareExpression whole, Expression time, Operands in) throws Refusal {
        TimestampRules.checkZone(whole, in);
        String instant = time.dataType().equals(DataTypes.DateType)
                ? LocalTimes.instant("CAST(" + in.sql(time) + " AS TIMESTAMP)", in)
                : in.sql(time);
        return "(epoch_us(" + instant + ") // 1000000)";
    }

    /** Rounded down, where DuckDB's division rounds towards zero. */
    static String rounded(String instant, String micros) {
        return "(epoch_us(" + instant + ") // " + micros + " - CASE WHEN epoch_us(" + instant + ") % " + micros
                + " < 0 THEN 1 ELSE 0 END)";
    }
}
