package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Casts from and to strings: only of texts that both read, or write, the same way. */
final class StringCastRules {
    private static final int LARGEST_PLAIN_SCALE = 6;
    /** What is left out around numbers by both, if not all that Spark does. */
    private static final String BLANKS = "[ \\t\\n\\x0B\\f\\r]*";

    private static final String INTEGER = "[+-]?[0-9]{1,18}";
    private static final String DECIMAL = "[+-]?[0-9]+([.][0-9]+)?";
    private static final String DOUBLE = DECIMAL + "([eE][+-]?[0-9]{1,3})?";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String TIME = DATE + "([ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?)?";

    static final List<Rule<?>> ALL = List.of(
            to("integer to string", Edges.INTEGERS, DuckTypes::isInteger, (e, in) -> plain(e, in)),
            to("boolean to string", Edges.BOOLEANS, DataTypes.BooleanType::equals, (e, in) -> plain(e, in)),
            to(
                    "decimal to string",
                    Edges.DECIMALS,
                    type -> type instanceof DecimalType decimal && decimal.scale() <= LARGEST_PLAIN_SCALE,
                    (e, in) -> plain(e, in)),
            to("double to string", Edges.FLOATS, DataTypes.DoubleType::equals, StringCastRules::plainDouble),
            from("string to integer", DuckTypes::isInteger, (e, in) -> matching(INTEGER, e, in)),
            from("string to decimal", DuckTypes::isDecimal, (e, in) -> matching(DECIMAL, e, in)),
            from("string to double", DataTypes.DoubleType::equals, (e, in) -> matching(DOUBLE, e, in)),
            from("string to boolean", DataTypes.BooleanType::equals, StringCastRules::truth),
            from("string to date", DataTypes.DateType::equals, StringCastRules::date),
            NumberCastRules.cast(
                    "string to local time",
                    Edges.TIME_TEXTS,
                    DuckTypes::isString,
                    DataTypes.TimestampNTZType::equals,
                    StringCastRules::time),
            NumberCastRules.cast(
                    "string to instant",
                    Edges.TIME_TEXTS,
                    DuckTypes::isString,
                    DataTypes.TimestampType::equals,
                    (e, in) -> {
                        TimestampRules.checkZone(e, in);
                        return LocalTimes.instant(time(e, in), in);
                    }),
            NumberCastRules.cast(
                    "string to binary",
                    Edges.STRINGS,
                    DuckTypes::isString,
                    DataTypes.BinaryType::equals,
                    (e, in) -> "encode(" + in.sql(e.child()) + ")"),
            NumberCastRules.cast(
                    "binary to string",
                    Edges.BINARIES,
                    DataTypes.BinaryType::equals,
                    DuckTypes::isString,
                    (e, in) -> "decode(" + in.sql(e.child()) + ")"));

    private StringCastRules() {}

    private static Rule<Cast> to(String name, Edges edges, Predicate<DataType> from, Rule.Text<Cast> text) {
        return NumberCastRules.cast(name, edges, from, DuckTypes::isString, text);
    }

    private static Rule<Cast> from(String name, Predicate<DataType> to, Rule.Text<Cast> text) {
        return NumberCastRules.cast(name, Edges.NUMBER_TEXTS, DuckTypes::isString, to, text);
    }

    private static String plain(Cast cast, Operands in) throws Refusal {
        return Texts.cast(in.sql(cast.child()), cast.dataType());
    }

    /** Outside this range Java writes exponents; of floats it writes more digits than it needs. */
    private static String plainDouble(Cast cast, Operands in) throws Refusal {
        String value = in.once(cast.child());
        String condition =
                value + " IS NULL OR abs(" + value + ") >= 0.001::DOUBLE AND abs(" + value + ") < 1e7::DOUBLE";
        return "(" + Texts.guarded(condition, Texts.cast(value, cast.dataType()), cast.dataType()) + ")";
    }

    private static String matching(String pattern, Cast cast, Operands in) throws Refusal {
        String text = in.once(cast.child());
        return ifMatching(text, BLANKS + pattern + BLANKS, "", Texts.cast(text, cast.dataType()), cast.dataType());
    }

    private static String truth(Cast cast, Operands in) throws Refusal {
        String text = in.once("lower(trim(" + in.sql(cast.child()) + ", ' '))");
        return "(CASE WHEN " + text + " IS NULL THEN NULL WHEN " + text
                + " IN ('t', 'true', 'y', 'yes', '1') THEN true WHEN " + text
                + " IN ('f', 'false', 'n', 'no', '0') THEN false ELSE " + Texts.error(cast.dataType()) + " END)";
    }

    private static String date(Cast cast, Operands in) throws Refusal {
        String text = in.once("trim(" + in.sql(cast.child()) + ", ' ')");
        return ifMatching(
                text, DATE, " AND " + text + " >= '0001'", Texts.cast(text, cast.dataType()), cast.dataType());
    }

    private static String time(Cast cast, Operands in) throws Refusal {
        String text = in.once("trim(" + in.sql(cast.child()) + ", ' ')");
        DataType type = DataTypes.TimestampNTZType;
        return ifMatching(text, TIME, " AND " + text + " >= '0001'", Texts.cast(text, type), type);
    }

    private static String ifMatching(String text, String pattern, String also, String value, DataType type)
            throws Refusal {
        String condition = text + " IS NULL OR regexp_full_match(" + text + ", '" + pattern + "')" + also;
        return "(" + Texts.guarded(condition, value, type) + ")";
    }
}
