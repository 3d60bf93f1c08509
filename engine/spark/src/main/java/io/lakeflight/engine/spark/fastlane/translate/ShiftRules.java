package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MonthsBetween;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.catalyst.expressions.TimestampAdd;
import org.apache.spark.sql.catalyst.expressions.TimestampAddInterval;
import org.apache.spark.sql.catalyst.expressions.TimestampAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.TimestampDiff;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;

/** Times some days, months or hours away, and how far apart two times are. */
final class ShiftRules {
    private static final long MOST_MICROS = 1_000_000 * LocalTimes.DAY_MICROS;
    private static final int MOST_MONTHS = 100_000;
    private static final String DOUBLE_MONTH_SECONDS = "CAST(2678400 AS DOUBLE)";
    private static final String DOUBLE_DIGITS = "CAST(100000000 AS DOUBLE)";

    private static final Map<String, Long> MICROS = Map.of(
            "MICROSECOND", 1L,
            "MILLISECOND", 1_000L,
            "SECOND", 1_000_000L,
            "MINUTE", 60_000_000L,
            "HOUR", 3_600_000_000L,
            "DAY", LocalTimes.DAY_MICROS,
            "DAYOFYEAR", LocalTimes.DAY_MICROS,
            "WEEK", 7 * LocalTimes.DAY_MICROS);

    private static final Map<String, Integer> MONTHS = Map.of("MONTH", 1, "QUARTER", 3, "YEAR", 12);

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    TimestampAddInterval.class,
                    "time + constant interval",
                    Edges.TIMESTAMPS,
                    e -> e.interval().dataType() instanceof DayTimeIntervalType && isUpTo(MOST_MICROS, e.interval()),
                    (e, in) -> microsLater(e, e.start(), number(e.interval()), in)),
            new Rule<>(
                    TimestampAddYMInterval.class,
                    "time + constant interval of months",
                    Edges.TIMESTAMPS,
                    e -> isUpTo(MOST_MONTHS, e.interval()),
                    (e, in) -> monthsLater(e, e.timestamp(), number(e.interval()), in)),
            new Rule<>(
                    TimestampAdd.class,
                    "timestampadd constant",
                    Edges.TIMESTAMPS,
                    e -> MICROS.containsKey(word(e.unit())) && isUpTo(MOST_MICROS / micros(e.unit()), e.quantity()),
                    ShiftRules::added),
            new Rule<>(
                    TimestampAdd.class,
                    "timestampadd constant months",
                    Edges.TIMESTAMPS,
                    e -> MONTHS.containsKey(word(e.unit())) && isUpTo(MOST_MONTHS / months(e.unit()), e.quantity()),
                    (e, in) -> monthsLater(e, e.timestamp(), number(e.quantity()) * months(e.unit()), in)),
            new Rule<>(
                    TimestampDiff.class,
                    "timestampdiff",
                    Edges.TIMESTAMPS,
                    e -> MICROS.containsKey(word(e.unit())) && !word(e.unit()).equals("DAYOFYEAR"),
                    ShiftRules::difference),
            new Rule<>(
                    TimestampDiff.class,
                    "timestampdiff of months",
                    Edges.TIMESTAMPS,
                    e -> MONTHS.containsKey(word(e.unit())),
                    ShiftRules::differenceOfMonths),
            new Rule<>(
                    MonthsBetween.class,
                    "months_between",
                    Edges.TIMESTAMPS,
                    e -> e.roundOff() instanceof Literal literal && literal.value() instanceof Boolean,
                    ShiftRules::monthsBetween));

    private ShiftRules() {}

    private static String word(String unit) {
        return unit.toUpperCase(Locale.ROOT);
    }

    private static long micros(String unit) {
        return MICROS.getOrDefault(word(unit), 1L);
    }

    private static int months(String unit) {
        return MONTHS.getOrDefault(word(unit), 1);
    }

    private static boolean isUpTo(long most, Expression expression) {
        return expression instanceof Literal literal
                && literal.value() instanceof Number number
                && Math.abs(number.longValue()) <= most;
    }

    private static long number(Expression expression) {
        return ((Number) ((Literal) expression).value()).longValue();
    }

    private static boolean isInstant(Expression time) {
        return time.dataType().equals(DataTypes.TimestampType);
    }

    /** Whole days are days of the calendar, which are not always of 24 hours. */
    private static String microsLater(TimeZoneAwareExpression whole, Expression time, long micros, Operands in)
            throws Refusal {
        TimestampRules.checkZone(whole, in);
        if (!isInstant(time)) {
            return LocalTimes.localMicrosLater(in.sql(time), micros);
        }
        String day = LocalTimes.daysLater(in.sql(time), micros / LocalTimes.DAY_MICROS, in);
        long rest = micros % LocalTimes.DAY_MICROS;
        return rest == 0 ? day : LocalTimes.microsLater(day, rest);
    }

    /** Hours are hours here, even if there are a day's or more of them. */
    private static String added(TimestampAdd addition, Operands in) throws Refusal {
        long micros = number(addition.quantity()) * micros(addition.unit());
        boolean isOfHours = micros(addition.unit()) < LocalTimes.DAY_MICROS;
        return isOfHours && isInstant(addition.timestamp())
                ? LocalTimes.microsLater(in.sql(addition.timestamp()), micros)
                : microsLater(addition, addition.timestamp(), micros, in);
    }

    private static String monthsLater(TimeZoneAwareExpression whole, Expression time, long months, Operands in)
            throws Refusal {
        TimestampRules.checkZone(whole, in);
        String interval = " + INTERVAL (" + months + ") MONTH AS TIMESTAMP)";
        return isInstant(time)
                ? LocalTimes.instant("CAST(" + LocalTimes.of(time, in) + interval, in)
                : "CAST(" + in.sql(time) + interval;
    }

    private static String local(Expression time, Operands in) throws Refusal {
        return in.once(isInstant(time) ? LocalTimes.of(time, in) : in.sql(time));
    }

    private static String difference(TimestampDiff difference, Operands in) throws Refusal {
        TimestampRules.checkZone(difference, in);
        String start = local(difference.startTimestamp(), in);
        String end = local(difference.endTimestamp(), in);
        return "((epoch_us(" + end + ") - epoch_us(" + start + ")) // " + LocalTimes.bigint(micros(difference.unit()))
                + ")";
    }

    /** Full months only: a day less if the time of the day has not come yet. */
    private static String differenceOfMonths(TimestampDiff difference, Operands in) throws Refusal {
        TimestampRules.checkZone(difference, in);
        String start = local(difference.startTimestamp(), in);
        String end = local(difference.endTimestamp(), in);
        String startTime = timeOfDay(start);
        String endTime = timeOfDay(end);
        String last = in.once("CASE WHEN CAST(" + end + " AS DATE) > CAST(" + start + " AS DATE) AND " + endTime + " < "
                + startTime + " THEN CAST(" + end + " AS DATE) - 1 WHEN CAST(" + end + " AS DATE) < CAST(" + start
                + " AS DATE) AND " + endTime + " > " + startTime + " THEN CAST(" + end + " AS DATE) + 1 ELSE CAST("
                + end + " AS DATE) END");
        return "CAST((" + days(last) + " - " + days(start) + ") // 32 // " + months(difference.unit()) + " AS BIGINT)";
    }

    private static String timeOfDay(String local) {
        return "(epoch_us(" + local + ") - epoch_us(date_trunc('day', " + local + ")))";
    }

    /** Of a calendar whose months all have 32 days. */
    private static String days(String time) {
        return "((" + months(time, "12") + " - 1) * 32 + day(" + time + "))";
    }

    private static String months(String time, String monthsOfYear) {
        return "(year(" + time + ") * " + monthsOfYear + " + month(" + time + "))";
    }

    /** Rounded to 8 digits like Java's Math.round: halves upwards. */
    private static String monthsBetween(MonthsBetween between, Operands in) throws Refusal {
        TimestampRules.checkZone(between, in);
        if (!in.settings().isFixedOffset()) {
            throw new Refusal("months_between in a zone with daylight saving");
        }
        String first = in.once(LocalTimes.of(between.date1(), in));
        String second = in.once(LocalTimes.of(between.date2(), in));
        String months = "CAST(" + months(first, "12") + " - " + months(second, "12") + " AS DOUBLE)";
        String seconds = in.once("CAST((day(" + first + ") - day(" + second + ")) * 86400 + " + timeOfDay(first)
                + " // 1000000 - " + timeOfDay(second) + " // 1000000 AS DOUBLE)");
        String exact = months + " + " + seconds + " / " + DOUBLE_MONTH_SECONDS;
        boolean isRounded = (Boolean) ((Literal) between.roundOff()).value();
        String value = isRounded
                ? "floor((" + exact + ") * " + DOUBLE_DIGITS + " + CAST(0.5 AS DOUBLE)) / " + DOUBLE_DIGITS
                : exact;
        return "(CASE WHEN day(" + first + ") = day(" + second + ") OR " + isLastDay(first) + " AND "
                + isLastDay(second) + " THEN " + months + " ELSE " + value + " END)";
    }

    private static String isLastDay(String time) {
        return "last_day(" + time + ") = CAST(" + time + " AS DATE)";
    }
}
