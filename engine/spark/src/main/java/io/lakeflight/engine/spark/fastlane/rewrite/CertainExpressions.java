package io.lakeflight.engine.spark.fastlane.rewrite;

import io.lakeflight.engine.spark.statement.ScalaLists;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.BloomFilterMightContain;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.DynamicPruning;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.MakeDecimal;
import org.apache.spark.sql.catalyst.expressions.Month;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.String2TrimExpression;
import org.apache.spark.sql.catalyst.expressions.StringPredicate;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.catalyst.expressions.Year;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/**
 * Expressions that raise no error whatever the values are, so that nobody can tell whether they were computed of rows that
 * are not needed.
 */
public final class CertainExpressions {
    /** The most digits of decimals, and some more that a sum of any number of rows has. */
    private static final int MAX_PRECISION = DecimalType.MAX_PRECISION();

    private static final int SUM_DIGITS = 10;

    private CertainExpressions() {}

    /** Whether all of a plan's are, those of aggregations in it as well; a table computes nothing. */
    static boolean isCertain(LogicalPlan plan) {
        return plan.children().isEmpty()
                || (ScalaLists.toJava(plan.expressions()).stream().allMatch(CertainExpressions::isCertain)
                        && ScalaLists.toJava(plan.children()).stream().allMatch(CertainExpressions::isCertain));
    }

    /** Whether an error may be raised above the tables of a plan and the sides of joins in it. */
    public static boolean mayRaiseAbove(LogicalPlan plan) {
        if (plan.children().isEmpty()) {
            return false;
        }
        return !ScalaLists.toJava(plan.expressions()).stream().allMatch(CertainExpressions::isCertain)
                || (!(plan instanceof Join)
                        && ScalaLists.toJava(plan.children()).stream().anyMatch(CertainExpressions::mayRaiseAbove));
    }

    /** Whether a join's condition is; none is. */
    public static boolean hasCertainCondition(Join join) {
        return Conditions.conjuncts(join).stream().allMatch(CertainExpressions::isCertain);
    }

    /** Whether a condition is one that raises no error of any row; what it asks of a subquery is computed before all rows. */
    public static boolean isCertainInFilter(Expression condition) {
        return condition instanceof ScalarSubquery
                || condition instanceof DynamicPruning
                || isCertainLeaf(condition)
                || (isKnownInFilter(condition)
                        && ScalaLists.toJava(condition.children()).stream()
                                .allMatch(CertainExpressions::isCertainInFilter));
    }

    private static boolean isKnownInFilter(Expression expression) {
        return isKnown(expression)
                || expression instanceof BloomFilterMightContain
                || expression instanceof Upper
                || expression instanceof Lower
                || expression instanceof Length
                || expression instanceof String2TrimExpression
                || isPlainPattern(expression);
    }

    private static boolean isCertainLeaf(Expression expression) {
        return expression instanceof AttributeReference || expression instanceof Literal;
    }

    /** One that is right for sure: nothing in it is escaped. */
    private static boolean isPlainPattern(Expression expression) {
        return expression instanceof Like like
                && like.right() instanceof Literal pattern
                && pattern.value() != null
                && pattern.value().toString().indexOf(like.escapeChar()) < 0;
    }

    static boolean isCertain(Expression expression) {
        if (isCertainLeaf(expression)) {
            return true;
        }
        if (expression instanceof AggregateExpression call) {
            return isCertainCall(call);
        }
        return isKnown(expression)
                && ScalaLists.toJava(expression.children()).stream().allMatch(CertainExpressions::isCertain);
    }

    private static boolean isKnown(Expression expression) {
        return expression instanceof Alias
                || expression instanceof CaseWhen
                || expression instanceof Coalesce
                || expression instanceof DateAdd
                || expression instanceof DateSub
                || expression instanceof If
                || expression instanceof Month
                || expression instanceof SortOrder
                || expression instanceof Substring
                || expression instanceof Year
                || expression instanceof And
                || expression instanceof Or
                || expression instanceof Not
                || expression instanceof BinaryComparison
                || expression instanceof In
                || expression instanceof InSet
                || expression instanceof IsNull
                || expression instanceof IsNotNull
                || expression instanceof StringPredicate
                || isWideArithmetic(expression)
                || isWideningCast(expression)
                || isSumOfDigits(expression)
                || isAverageOfDigits(expression);
    }

    /** Of decimals whose result has room for all digits. */
    private static boolean isWideArithmetic(Expression expression) {
        return (expression instanceof Add || expression instanceof Subtract || expression instanceof Multiply)
                && expression.dataType() instanceof DecimalType type
                && type.precision() < MAX_PRECISION;
    }

    /** Dates are further apart than instants can be. */
    private static boolean isWideningCast(Expression expression) {
        return expression instanceof Cast cast
                && !(cast.child().dataType() instanceof DatetimeType)
                && Cast.canUpCast(cast.child().dataType(), cast.dataType());
    }

    /** As Spark adds short decimals: as whole numbers, which are long enough. */
    private static boolean isSumOfDigits(Expression expression) {
        return expression instanceof MakeDecimal digits
                && digits.child() instanceof AggregateExpression call
                && call.aggregateFunction() instanceof Sum sum
                && sum.child() instanceof UnscaledValue;
    }

    /** As Spark averages short decimals: the result has more digits before the point than any of them. */
    private static boolean isAverageOfDigits(Expression expression) {
        if (expression instanceof Cast cast) {
            return cast.dataType() instanceof DecimalType
                    && cast.child() instanceof Divide divide
                    && isAverageOfDigits(divide);
        }
        return expression instanceof Divide divide
                && divide.left() instanceof AggregateExpression call
                && call.aggregateFunction() instanceof Average average
                && average.child() instanceof UnscaledValue
                && divide.right() instanceof Literal;
    }

    private static boolean isCertainCall(AggregateExpression call) {
        Expression function = call.aggregateFunction();
        boolean isFiltered = call.filter().isDefined();
        if (isFiltered && !isCertain(call.filter().get())) {
            return false;
        }
        if (function instanceof Sum || function instanceof Average) {
            Expression argument = function.children().head();
            return argument instanceof UnscaledValue digits
                    ? isCertain(digits.child())
                    : isCertain(argument) && hasRoomForSum(argument.dataType());
        }
        return (function instanceof Count || function instanceof Min || function instanceof Max)
                && ScalaLists.toJava(function.children()).stream().allMatch(CertainExpressions::isCertain);
    }

    private static boolean hasRoomForSum(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || (type instanceof DecimalType decimal && decimal.precision() + SUM_DIGITS < MAX_PRECISION);
    }
}
