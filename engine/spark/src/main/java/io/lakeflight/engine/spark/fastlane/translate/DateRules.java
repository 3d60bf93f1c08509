package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkIllegalArgumentException;
import org.apache.spark.sql.catalyst.expressions.AddMonths;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.DateDiff;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.DayName;
import org.apache.spark.sql.catalyst.expressions.DayOfMonth;
import org.apache.spark.sql.catalyst.expressions.DayOfWeek;
import org.apache.spark.sql.catalyst.expressions.DayOfYear;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LastDay;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MakeDate;
import org.apache.spark.sql.catalyst.expressions.Month;
import org.apache.spark.sql.catalyst.expressions.MonthName;
import org.apache.spark.sql.catalyst.expressions.NextDay;
import org.apache.spark.sql.catalyst.expressions.Quarter;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;
import org.apache.spark.sql.catalyst.expressions.UnixDate;
import org.apache.spark.sql.catalyst.expressions.WeekDay;
import org.apache.spark.sql.catalyst.expressions.WeekOfYear;
import org.apache.spark.sql.catalyst.expressions.Year;
import org.apache.spark.sql.catalyst.expressions.YearOfWeek;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Parts of dates, and dates some days or months away. */
final class DateRules {
    private static final int MOST_DAYS = 1_000_000;
    private static final int MOST_MONTHS = 100_000;

    static final List<Rule<?>> ALL = List.of(
            part(Year.class, "year", "year(%s)"),
            part(Quarter.class, "quarter", "quarter(%s)"),
            part(Month.class, "month", "month(%s)"),
            part(DayOfMonth.class, "day", "day(%s)"),
            part(DayOfYear.class, "dayofyear", "dayofyear(%s)"),
            part(WeekOfYear.class, "weekofyear", "week(%s)"),
            part(YearOfWeek.class, "yearofweek", "isoyear(%s)"),
            part(DayOfWeek.class, "dayofweek", "dayofweek(%s) + 1"),
            part(WeekDay.class, "weekday", "isodow(%s) - 1"),
            part(UnixDate.class, "unix_date", "%s - DATE '1970-01-01'"),
            new Rule<>(
                    DateAdd.class,
                    "date + constant",
                    Edges.DATES,
                    e -> isUpTo(MOST_DAYS, e.days()),
                    (e, in) -> "CAST(" + in.sql(e.startDate()) + " + (" + integer(e.days()) + ") AS DATE)"),
            new Rule<>(
                    DateSub.class,
                    "date - constant",
                    Edges.DATES,
                    e -> isUpTo(MOST_DAYS, e.days()),
                    (e, in) -> "CAST(" + in.sql(e.startDate()) + " - (" + integer(e.days()) + ") AS DATE)"),
            new Rule<>(
                    DateAdd.class,
                    "date + days",
                    Edges.DATES,
                    e -> DuckTypes.isInteger(e.days().dataType()),
                    (e, in) -> daysLater(in.sql(e.startDate()), "+", in.once(e.days()))),
            new Rule<>(
                    DateSub.class,
                    "date - days",
                    Edges.DATES,
                    e -> DuckTypes.isInteger(e.days().dataType()),
                    (e, in) -> daysLater(in.sql(e.startDate()), "-", in.once(e.days()))),
            new Rule<>(
                    DateDiff.class,
                    "datediff",
                    Edges.DATES,
                    e -> true,
                    (e, in) -> "CAST(" + in.sql(e.endDate()) + " - " + in.sql(e.startDate()) + " AS INTEGER)"),
            new Rule<>(
                    AddMonths.class,
                    "date + constant months",
                    Edges.DATES,
                    e -> isUpTo(MOST_MONTHS, e.numMonths()),
                    (e, in) -> monthsLater(in.sql(e.startDate()), integer(e.numMonths()))),
            new Rule<>(
                    DateAddYMInterval.class,
                    "date + constant interval of months",
                    Edges.DATES,
                    e -> isUpTo(MOST_MONTHS, e.interval()),
                    (e, in) -> monthsLater(in.sql(e.date()), integer(e.interval()))),
            new Rule<>(
                    LastDay.class,
                    "last_day",
                    Edges.DATES,
                    e -> true,
                    (e, in) -> "CAST(last_day(" + in.sql(e.startDate()) + ") AS DATE)"),
            new Rule<>(
                    MakeDate.class,
                    "make_date",
                    Edges.INTEGERS,
                    e -> e.failOnError(),
                    (e, in) -> StringRules.call("make_date", e, in)),
            new Rule<>(
                    NextDay.class,
                    "next_day constant",
                    Edges.DATES,
                    e -> dayOfWeek(e.dayOfWeek()) >= 0,
                    (e, in) -> nextDay(in.once(e.startDate()), dayOfWeek(e.dayOfWeek()))),
            new Rule<>(
                    DayName.class,
                    "dayname",
                    Edges.DATES,
                    e -> true,
                    (e, in) -> "strftime(" + in.sql(e.child()) + ", '%a')"),
            new Rule<>(
                    MonthName.class,
                    "monthname",
                    Edges.DATES,
                    e -> true,
                    (e, in) -> "strftime(" + in.sql(e.child()) + ", '%b')"));

    private DateRules() {}

    private static <E extends UnaryExpression> Rule<E> part(Class<E> type, String name, String formula) {
        return new Rule<>(
                type,
                name,
                Edges.DATES,
                e -> true,
                (e, in) -> Texts.cast(String.format(Locale.ROOT, formula, in.sql(e.child())), e.dataType()));
    }

    private static boolean isUpTo(int most, Expression expression) {
        return expression instanceof Literal literal
                && literal.value() instanceof Number number
                && Math.abs(number.longValue()) <= most;
    }

    private static int integer(Expression expression) {
        return ((Number) ((Literal) expression).value()).intValue();
    }

    /** Spark's dates begin anew after the last one. */
    private static String daysLater(String date, String sign, String days) throws Refusal {
        String isFew = days + " IS NULL OR " + days + " BETWEEN -" + MOST_DAYS + " AND " + MOST_DAYS;
        String later = "CAST(" + date + " " + sign + " CAST(" + days + " AS INTEGER) AS DATE)";
        return "(" + Texts.guarded(isFew, later, DataTypes.DateType) + ")";
    }

    private static String monthsLater(String date, int months) {
        return "CAST(" + date + " + INTERVAL (" + months + ") MONTH AS DATE)";
    }

    /** Spark's own reading of the day's name, from 0 for Thursday; less than 0 if it has none. */
    private static int dayOfWeek(Expression name) {
        if (!(name instanceof Literal literal) || !(literal.value() instanceof UTF8String text)) {
            return -1;
        }
        try {
            return DateTimeUtils.getDayOfWeekFromString(text);
        } catch (SparkIllegalArgumentException e) {
            return -1;
        }
    }

    private static String nextDay(String date, int dayOfWeek) {
        String days = "(" + (dayOfWeek - 1) + " - (" + date + " - DATE '1970-01-01'))";
        return "CAST(" + date + " + CAST(1 + ((" + days + " % 7) + 7) % 7 AS INTEGER) AS DATE)";
    }
}
