package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Casts among numbers and booleans. */
final class NumberCastRules {
    /** Up to here every decimal's digits are those of a double. */
    private static final int EXACT_DIGITS = 15;

    static final List<Rule<?>> ALL = List.of(
            plain("integer to integer", Edges.INTEGERS, DuckTypes::isInteger, DuckTypes::isInteger),
            plain("integer to floating", Edges.INTEGERS, DuckTypes::isInteger, DuckTypes::isFloating),
            plain("integer to decimal", Edges.INTEGERS, DuckTypes::isInteger, DuckTypes::isDecimal),
            plain("integer to boolean", Edges.INTEGERS, DuckTypes::isInteger, DataTypes.BooleanType::equals),
            plain("boolean to integer", Edges.BOOLEANS, DataTypes.BooleanType::equals, DuckTypes::isInteger),
            plain("boolean to double", Edges.BOOLEANS, DataTypes.BooleanType::equals, DuckTypes::isFloating),
            plain("decimal to decimal", Edges.DECIMALS, DuckTypes::isDecimal, DuckTypes::isDecimal),
            plain("float to double", Edges.FLOATS, DataTypes.FloatType::equals, DataTypes.DoubleType::equals),
            cast(
                    "decimal to integer",
                    Edges.DECIMALS,
                    DuckTypes::isDecimal,
                    DuckTypes::isInteger,
                    (e, in) -> Texts.cast("trunc(" + in.sql(e.child()) + ")", e.dataType())),
            cast(
                    "decimal to floating",
                    Edges.DECIMALS,
                    DuckTypes::isDecimal,
                    DuckTypes::isFloating,
                    (e, in) -> Texts.cast(digits(e, in), e.dataType())),
            cast(
                    "floating to integer",
                    Edges.FLOATS,
                    DuckTypes::isFloating,
                    DuckTypes::isInteger,
                    (e, in) -> whole(in.once(e.child()), e.dataType())),
            cast(
                    "double to decimal",
                    Edges.FLOATS,
                    DataTypes.DoubleType::equals,
                    DuckTypes::isDecimal,
                    (e, in) -> decimal(in.once(e.child()), e.dataType())));

    private NumberCastRules() {}

    private static Rule<Cast> plain(String name, Edges edges, Predicate<DataType> from, Predicate<DataType> to) {
        return cast(name, edges, from, to, (e, in) -> Texts.cast(in.sql(e.child()), e.dataType()));
    }

    static Rule<Cast> cast(
            String name, Edges edges, Predicate<DataType> from, Predicate<DataType> to, Rule.Text<Cast> text) {
        return new Rule<>(
                Cast.class,
                name,
                edges,
                e -> e.evalMode().equals(EvalMode.ANSI()) && from.test(e.child().dataType()) && to.test(e.dataType()),
                text);
    }

    /** A number between 0.001 and 10^15 or nothing: DuckDB writes it with the digits, and in the way, of Java. */
    static String isPlain(String value) {
        return "abs(" + value + ") >= 0.001::DOUBLE AND abs(" + value + ") < 1e15::DOUBLE";
    }

    static String decimal(String value, DataType type) throws Refusal {
        return "(CASE WHEN " + value + " IS NULL THEN " + Texts.nothing(type) + " WHEN " + value + " = 0 THEN "
                + Texts.cast("0", type) + " WHEN " + isPlain(value) + " THEN "
                + Texts.cast("CAST(" + value + " AS VARCHAR)", type) + " ELSE " + Texts.error(type) + " END)";
    }

    private static String digits(Cast cast, Operands in) throws Refusal {
        String value = in.sql(cast.child());
        boolean isExact = ((DecimalType) cast.child().dataType()).precision() <= EXACT_DIGITS
                && cast.dataType().equals(DataTypes.DoubleType);
        return isExact ? value : "CAST(" + value + " AS VARCHAR)";
    }

    /** DuckDB rounds, and wraps what rounding makes too large. */
    private static String whole(String value, DataType type) throws Refusal {
        String condition = value + " IS NULL OR trunc(" + value + ") >= CAST('" + smallest(type)
                + "' AS DOUBLE) AND trunc(" + value + ") < -CAST('" + smallest(type) + "' AS DOUBLE)";
        return "(" + Texts.guarded(condition, Texts.cast("trunc(" + value + ")", type), type) + ")";
    }

    private static long smallest(DataType type) {
        if (type.equals(DataTypes.ByteType)) {
            return Byte.MIN_VALUE;
        }
        if (type.equals(DataTypes.ShortType)) {
            return Short.MIN_VALUE;
        }
        return type.equals(DataTypes.IntegerType) ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }
}
