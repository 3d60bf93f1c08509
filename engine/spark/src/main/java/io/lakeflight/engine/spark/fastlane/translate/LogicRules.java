package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.IsNaN;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;

/** Three-valued logic. */
final class LogicRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    And.class,
                    "and",
                    Edges.BOOLEANS,
                    e -> true,
                    (e, in) -> "(" + in.sql(e.left()) + " AND " + in.sql(e.right()) + ")"),
            new Rule<>(
                    Or.class,
                    "or",
                    Edges.BOOLEANS,
                    e -> true,
                    (e, in) -> "(" + in.sql(e.left()) + " OR " + in.sql(e.right()) + ")"),
            new Rule<>(Not.class, "not", Edges.BOOLEANS, e -> true, (e, in) -> "(NOT " + in.sql(e.child()) + ")"),
            new Rule<>(
                    IsNull.class,
                    "is null",
                    Edges.BOOLEANS,
                    e -> true,
                    (e, in) -> "(" + in.sql(e.child()) + " IS NULL)"),
            new Rule<>(
                    IsNotNull.class,
                    "is not null",
                    Edges.BOOLEANS,
                    e -> true,
                    (e, in) -> "(" + in.sql(e.child()) + " IS NOT NULL)"),
            new Rule<>(
                    IsNaN.class,
                    "isnan",
                    Edges.FLOATS,
                    e -> true,
                    (e, in) -> "coalesce(isnan(" + in.sql(e.child()) + "), false)"));

    private LogicRules() {}
}
