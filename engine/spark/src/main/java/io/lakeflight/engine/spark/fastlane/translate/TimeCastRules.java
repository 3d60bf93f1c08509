package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Casts from and to dates and times. */
final class TimeCastRules {
    private static final Predicate<DataType> DATE = DataTypes.DateType::equals;
    private static final Predicate<DataType> LOCAL = DataTypes.TimestampNTZType::equals;
    private static final Predicate<DataType> INSTANT = DataTypes.TimestampType::equals;

    static final List<Rule<?>> ALL = List.of(
            cast("date to string", Edges.DATES, DATE, DuckTypes::isString, (e, in) -> text(in.once(e.child()), e)),
            cast(
                    "local time to string",
                    Edges.TIMESTAMPS,
                    LOCAL,
                    DuckTypes::isString,
                    (e, in) -> text(in.once(e.child()), e)),
            cast(
                    "instant to string",
                    Edges.TIMESTAMPS,
                    INSTANT,
                    DuckTypes::isString,
                    (e, in) -> text(in.once(local(e, in)), e)),
            cast(
                    "date to local time",
                    Edges.DATES,
                    DATE,
                    LOCAL,
                    (e, in) -> Texts.cast(in.sql(e.child()), e.dataType())),
            cast(
                    "local time to date",
                    Edges.TIMESTAMPS,
                    LOCAL,
                    DATE,
                    (e, in) -> Texts.cast(in.sql(e.child()), e.dataType())),
            cast("instant to date", Edges.TIMESTAMPS, INSTANT, DATE, (e, in) -> Texts.cast(local(e, in), e.dataType())),
            cast("instant to local time", Edges.TIMESTAMPS, INSTANT, LOCAL, (e, in) -> local(e, in)),
            cast("date to instant", Edges.DATES, DATE, INSTANT, TimeCastRules::instant),
            cast("local time to instant", Edges.TIMESTAMPS, LOCAL, INSTANT, TimeCastRules::instant),
            cast(
                    "instant to bigint",
                    Edges.TIMESTAMPS,
                    INSTANT,
                    DataTypes.LongType::equals,
                    (e, in) -> seconds(in.once(e.child()))));

    private TimeCastRules() {}

    private static Rule<Cast> cast(
            String name, Edges edges, Predicate<DataType> from, Predicate<DataType> to, Rule.Text<Cast> text) {
        return NumberCastRules.cast(name, edges, from, to, (e, in) -> {
            TimestampRules.checkZone(e, in);
            return text.of(e, in);
        });
    }

    private static String local(Cast cast, Operands in) throws Refusal {
        return LocalTimes.of(cast.child(), in);
    }

    private static String instant(Cast cast, Operands in) throws Refusal {
        return LocalTimes.instant("CAST(" + in.sql(cast.child()) + " AS TIMESTAMP)", in);
    }

    private static String text(String value, Cast cast) throws Refusal {
        String condition = value + " IS NULL OR year(" + value + ") BETWEEN 1 AND 9999";
        return "(" + Texts.guarded(condition, Texts.cast(value, cast.dataType()), cast.dataType()) + ")";
    }

    static String seconds(String instant) {
        return EpochRules.rounded(instant, "1000000");
    }
}
