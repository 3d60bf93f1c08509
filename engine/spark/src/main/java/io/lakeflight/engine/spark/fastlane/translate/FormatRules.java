package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.DateFormatClass;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FromUnixTime;
import org.apache.spark.sql.catalyst.expressions.GetTimestamp;
import org.apache.spark.sql.types.DataTypes;

/** Times as texts and texts as times, by patterns that are constants. */
final class FormatRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    DateFormatClass.class,
                    "date_format by constant",
                    Edges.TIMESTAMPS,
                    e -> isWritable(e.right()),
                    (e, in) -> {
                        TimestampRules.checkZone(e, in);
                        return written(LocalTimes.of(e.left(), in), e.right(), in);
                    }),
            new Rule<>(
                    FromUnixTime.class,
                    "from_unixtime by constant",
                    Edges.TIMESTAMPS,
                    e -> e.sec().dataType().equals(DataTypes.LongType) && isWritable(e.format()),
                    (e, in) -> {
                        TimestampRules.checkZone(e, in);
                        String instant = "make_timestamptz(" + in.sql(e.sec()) + " * 1000000)";
                        return written(LocalTimes.local(instant), e.format(), in);
                    }),
            new Rule<>(
                    GetTimestamp.class,
                    "to_timestamp by constant",
                    Edges.TIME_TEXTS,
                    e -> StringRules.isString(e.left())
                            && e.failOnError()
                            && TimePattern.of(e.right())
                                    .filter(TimePattern::isReadable)
                                    .isPresent(),
                    FormatRules::read));

    private FormatRules() {}

    private static boolean isWritable(Expression pattern) {
        return TimePattern.of(pattern).filter(TimePattern::isWritable).isPresent();
    }

    private static TimePattern pattern(Expression pattern) throws Refusal {
        return TimePattern.of(pattern).orElseThrow(() -> new Refusal("a pattern that is no constant"));
    }

    /** Other years have a sign, or another number of digits. */
    private static String written(String time, Expression pattern, Operands in) throws Refusal {
        String local = in.once(time);
        String condition = local + " IS NULL OR year(" + local + ") BETWEEN 1 AND 9999";
        return "(" + Texts.guarded(condition, pattern(pattern).written(local), DataTypes.StringType) + ")";
    }

    private static String read(GetTimestamp reading, Operands in) throws Refusal {
        TimestampRules.checkZone(reading, in);
        TimePattern pattern = pattern(reading.right());
        String text = in.once(reading.left());
        String condition = text + " IS NULL OR regexp_full_match(" + text + ", "
                + Texts.quoted(pattern.regularExpression()) + ") AND year(" + pattern.read(text) + ") >= 1";
        String local = "(" + Texts.guarded(condition, pattern.read(text), DataTypes.TimestampNTZType) + ")";
        return reading.dataType().equals(DataTypes.TimestampType) ? LocalTimes.instant(local, in) : local;
    }
}
