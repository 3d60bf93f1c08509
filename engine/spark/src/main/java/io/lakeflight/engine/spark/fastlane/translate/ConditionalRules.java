package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.KnownFloatingPointNormalized;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.optimizer.NormalizeNaNAndZero;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** One value of several. */
final class ConditionalRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(If.class, "if", Edges.BOOLEANS, e -> true, ConditionalRules::choice),
            new Rule<>(CaseWhen.class, "case", Edges.BOOLEANS, e -> true, ConditionalRules::cases),
            new Rule<>(Coalesce.class, "coalesce", Edges.INTEGERS, e -> true, (e, in) -> call("coalesce", e, in)),
            new Rule<>(
                    Greatest.class, "greatest", Edges.FLOATS, e -> hasOneZero(e), (e, in) -> call("greatest", e, in)),
            new Rule<>(Least.class, "least", Edges.FLOATS, e -> hasOneZero(e), (e, in) -> call("least", e, in)),
            new Rule<>(
                    KnownFloatingPointNormalized.class,
                    "normalized",
                    Edges.FLOATS,
                    e -> true,
                    (e, in) -> in.sql(e.child())),
            new Rule<>(
                    NormalizeNaNAndZero.class,
                    "minus zero is zero",
                    Edges.FLOATS,
                    e -> DuckTypes.isFloating(e.dataType()),
                    (e, in) -> "(" + Texts.withoutMinusZero(in.once(e.child()), e.dataType()) + ")"));

    private ConditionalRules() {}

    /** Of two floats that are both zero, the two do not choose the same one. */
    private static boolean hasOneZero(Expression expression) {
        return !expression.dataType().equals(DataTypes.FloatType);
    }

    private static String choice(If choice, Operands in) throws Refusal {
        return "(CASE WHEN " + in.sql(choice.predicate()) + " THEN " + typed(choice.trueValue(), choice, in) + " ELSE "
                + typed(choice.falseValue(), choice, in) + " END)";
    }

    private static String cases(CaseWhen cases, Operands in) throws Refusal {
        StringBuilder sql = new StringBuilder("(CASE");
        for (Tuple2<Expression, Expression> branch : ScalaLists.toJava(cases.branches())) {
            sql.append(" WHEN ").append(in.sql(branch._1()));
            sql.append(" THEN ").append(typed(branch._2(), cases, in));
        }
        String otherwise = cases.elseValue().isEmpty()
                ? Texts.nothing(cases.dataType())
                : typed(cases.elseValue().get(), cases, in);
        return sql.append(" ELSE ").append(otherwise).append(" END)").toString();
    }

    private static String call(String function, Expression expression, Operands in) throws Refusal {
        StringBuilder sql = new StringBuilder(function).append('(');
        String separator = "";
        for (Expression child : ScalaLists.toJava(expression.children())) {
            sql.append(separator).append(typed(child, expression, in));
            separator = ", ";
        }
        return sql.append(')').toString();
    }

    /** Spark has made the branches one type; what it has not is nothing we know. */
    private static String typed(Expression value, Expression whole, Operands in) throws Refusal {
        if (!value.dataType().equals(whole.dataType())) {
            throw new Refusal(whole.prettyName() + " of several types");
        }
        DuckTypes.of(whole.dataType());
        return in.sql(value);
    }
}
