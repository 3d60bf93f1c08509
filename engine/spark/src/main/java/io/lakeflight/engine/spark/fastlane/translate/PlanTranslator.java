package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.fastlane.rewrite.PlanRewrites;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;

/** Translates plans. */
public final class PlanTranslator {
    private PlanTranslator() {}

    /**
     * A constant as it stands in a translation.
     *
     * @param value in Spark's internal form
     */
    public static String constant(Object value, DataType type) throws Refusal {
        return Literals.sql(value, type);
    }

    /** @throws Refusal if anything in the plan is not proven to be the same in DuckDB */
    public static Translation translate(LogicalPlan optimised, Leaves leaves, TranslationSettings settings)
            throws Refusal {
        if (optimised.isStreaming()) {
            throw new Refusal("a stream");
        }
        Plans plans = new Plans(leaves, settings);
        Relation relation = plans.translate(PlanRewrites.rewrite(optimised));
        List<Attribute> output = ScalaLists.toJava(optimised.output());
        List<String> items = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            DuckTypes.of(output.get(i).dataType());
            items.add("t." + Relation.column(output.get(i)) + " AS o_" + i);
        }
        if (items.isEmpty()) {
            throw new Refusal("a result without columns");
        }
        String sql = plans.definitions() + "SELECT " + String.join(", ", items) + " FROM (" + relation.sql() + ") AS t"
                + relation.orderBy("t") + relation.limit();
        return new Translation(sql, optimised.schema());
    }
}
