package io.lakeflight.engine.spark.statement;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import scala.Option;

/** Puts a projection on a query so that columns without a standard Arrow form leave it as strings. */
final class OutputColumns {
    private OutputColumns() {}

    static boolean needStrings(LogicalPlan analyzed) {
        return ScalaLists.toJava(analyzed.output()).stream()
                .anyMatch(column -> !ArrowSchemas.isStandard(column.dataType()));
    }

    static LogicalPlan asStrings(LogicalPlan analyzed, String timeZone) {
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute column : ScalaLists.toJava(analyzed.output())) {
            columns.add(
                    ArrowSchemas.isStandard(column.dataType())
                            ? column
                            : alias(asString(column, timeZone), column.name()));
        }
        return new Project(ScalaLists.from(columns), analyzed);
    }

    static Alias alias(Expression expression, String name) {
        return new Alias(
                expression, name, NamedExpression.newExprId(), ScalaLists.of(), Option.empty(), ScalaLists.of());
    }

    private static Expression asString(Attribute column, String timeZone) {
        DataType type = column.dataType();
        boolean json = type instanceof VariantType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType;
        if (json) {
            return new UnresolvedFunction(
                    ScalaLists.of("to_json"),
                    ScalaLists.of(column),
                    false,
                    Option.empty(),
                    false,
                    ScalaLists.of(),
                    false);
        }
        return new Cast(column, DataTypes.StringType, Option.apply(timeZone), EvalMode.ANSI());
    }
}
