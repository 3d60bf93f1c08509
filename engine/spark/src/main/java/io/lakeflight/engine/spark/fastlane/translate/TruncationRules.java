package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.TruncDate;
import org.apache.spark.sql.catalyst.expressions.TruncTimestamp;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The beginnings of years, months and the like, down to seconds; by the words that Spark knows, which are constants. */
final class TruncationRules {
    /** In the order of Spark's levels. */
    private enum Unit {
        MICROSECOND(1),
        MILLISECOND(1_000),
        SECOND(1_000_000),
        MINUTE(60_000_000),
        HOUR(3_600_000_000L),
        DAY(LocalTimes.DAY_MICROS),
        WEEK(0),
        MONTH(0),
        QUARTER(0),
        YEAR(0);

        private final long micros;

        Unit(long micros) {
            this.micros = micros;
        }

        boolean isOfDates() {
            return !isWithin(DAY);
        }

        boolean isWithin(Unit other) {
            return compareTo(other) <= 0;
        }

        String of(String time) {
            return "date_trunc('" + name().toLowerCase(Locale.ROOT) + "', " + time + ")";
        }
    }

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    TruncDate.class,
                    "trunc of date",
                    Edges.DATES,
                    e -> level(e.format()) >= 0 && unit(e.format()).isOfDates(),
                    (e, in) -> Texts.cast(unit(e.format()).of(in.sql(e.date())), e.dataType())),
            new Rule<>(
                    TruncDate.class,
                    "trunc of date to nothing",
                    Edges.DATES,
                    e -> isConstant(e.format())
                            && (level(e.format()) < 0 || !unit(e.format()).isOfDates()),
                    (e, in) -> Texts.nothing(e.dataType())),
            new Rule<>(
                    TruncTimestamp.class,
                    "date_trunc of instant",
                    Edges.TIMESTAMPS,
                    e -> level(e.format()) >= 0 && e.timestamp().dataType().equals(DataTypes.TimestampType),
                    TruncationRules::truncated),
            new Rule<>(
                    TruncTimestamp.class,
                    "date_trunc of instant to nothing",
                    Edges.TIMESTAMPS,
                    e -> isConstant(e.format()) && level(e.format()) < 0,
                    (e, in) -> Texts.nothing(e.dataType())));

    private TruncationRules() {}

    private static boolean isConstant(Expression format) {
        return format instanceof Literal;
    }

    /** Spark's own reading of the word; less than 0 if it has none. */
    private static int level(Expression format) {
        return format instanceof Literal literal && literal.value() instanceof UTF8String word
                ? DateTimeUtils.parseTruncLevel(word)
                : -1;
    }

    private static Unit unit(Expression format) {
        return Unit.values()[level(format)];
    }

    private static String truncated(TruncTimestamp truncation, Operands in) throws Refusal {
        TimestampRules.checkZone(truncation, in);
        Unit unit = unit(truncation.format());
        if (unit == Unit.MICROSECOND) {
            return in.sql(truncation.timestamp());
        }
        if (unit.isWithin(Unit.SECOND)) {
            // Offsets are of whole seconds.
            String instant = in.once(truncation.timestamp());
            String micros = "epoch_us(" + instant + ")";
            return "make_timestamptz(" + micros + " - " + remainder(micros, unit) + ")";
        }
        if (in.settings().isFixedOffset() || !unit.isWithin(Unit.HOUR)) {
            return LocalTimes.instant(unit.of(LocalTimes.of(truncation.timestamp(), in)), in);
        }
        return withinOffset(in.once(truncation.timestamp()), unit, in);
    }

    /** Spark keeps the offset, so that of two hours with the same name it begins the right one. */
    private static String withinOffset(String instant, Unit unit, Operands in) throws Refusal {
        String local = in.once(LocalTimes.local(instant));
        String start = in.once(
                "make_timestamptz(epoch_us(" + instant + ") - " + remainder("epoch_us(" + local + ")", unit) + ")");
        String condition = instant + " IS NULL OR " + LocalTimes.local(start) + " = " + unit.of(local);
        return "(" + Texts.guarded(condition, start, DataTypes.TimestampType) + ")";
    }

    private static String remainder(String micros, Unit unit) {
        String length = LocalTimes.bigint(unit.micros);
        return "((" + micros + " % " + length + " + " + length + ") % " + length + ")";
    }
}
