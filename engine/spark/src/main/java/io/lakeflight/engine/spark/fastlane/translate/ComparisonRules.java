package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.types.DataType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Comparisons of values of one type. Spark has written casts where types differed; DuckDB's own would widen otherwise.
 */
final class ComparisonRules {
    static final List<Rule<?>> ALL = List.of(
            comparison(EqualTo.class, "="),
            comparison(EqualNullSafe.class, "IS NOT DISTINCT FROM"),
            comparison(LessThan.class, "<"),
            comparison(LessThanOrEqual.class, "<="),
            comparison(GreaterThan.class, ">"),
            comparison(GreaterThanOrEqual.class, ">="),
            new Rule<>(In.class, "in", Edges.INTEGERS, ComparisonRules::isOfOneType, ComparisonRules::in),
            new Rule<>(
                    InSet.class,
                    "in set",
                    Edges.INTEGERS,
                    e -> isComparable(e.child().dataType()),
                    (e, in) -> inSet(e, in)));

    private ComparisonRules() {}

    private static <E extends BinaryComparison> Rule<E> comparison(Class<E> type, String operator) {
        return new Rule<>(
                type,
                operator.toLowerCase(Locale.ROOT),
                Edges.FLOATS,
                e -> isComparable(e.left().dataType())
                        && e.left().dataType().equals(e.right().dataType()),
                (e, in) -> "(" + in.sql(e.left()) + " " + operator + " " + in.sql(e.right()) + ")");
    }

    private static boolean isComparable(DataType type) {
        try {
            return !DuckTypes.of(type).isEmpty();
        } catch (Refusal refusal) {
            return false;
        }
    }

    private static boolean isOfOneType(In in) {
        DataType type = in.value().dataType();
        return isComparable(type)
                && !in.list().isEmpty()
                && ScalaLists.toJava(in.list()).stream()
                        .allMatch(element -> element.dataType().equals(type));
    }

    private static String in(In in, Operands operands) throws Refusal {
        List<String> elements = operands.sql(ScalaLists.toJava(in.list()));
        return "(" + operands.sql(in.value()) + " IN (" + String.join(", ", elements) + "))";
    }

    private static String inSet(InSet in, Operands operands) throws Refusal {
        List<String> elements = new ArrayList<>();
        for (Object value : CollectionConverters.asJava(in.hset())) {
            elements.add(Literals.sql(value, in.child().dataType()));
        }
        if (elements.isEmpty()) {
            throw new Refusal("IN of nothing");
        }
        return "(" + operands.sql(in.child()) + " IN (" + String.join(", ", elements) + "))";
    }
}
