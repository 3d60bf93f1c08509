package io.lakeflight.engine.spark.fastlane.known;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whether an analysed plan holds for every time and user, and for all that its tables may ever hold: it reads them as they
 * are now, and nothing else; no function in it gives another value from call to call, or one that Spark fills in when it
 * optimises, as those of time do.
 *
 * <p>What Spark makes of such a plan holds for other snapshots too, once no table has vanished from it. Spark's rules look at
 * how much a table holds only to choose between plans that mean the same, and Iceberg answers from statistics by a scan that
 * the lane refuses.
 */
final class LastingPlan implements PlanVisitor {
    private final Map<TableReference, TableState> tables = new HashMap<>();

    /** The tables that were met, as they are. */
    Map<TableReference, TableState> tables() {
        return tables;
    }

    @Override
    public boolean isRight(LogicalPlan node) {
        if (node instanceof DataSourceV2Relation relation) {
            return isCurrent(relation);
        }
        boolean isLeaf = node.children().isEmpty();
        return !(node instanceof View)
                && !node.isStreaming()
                && (!isLeaf
                        || node instanceof LocalRelation
                        || node instanceof OneRowRelation
                        || node instanceof CTERelationRef);
    }

    private boolean isCurrent(DataSourceV2Relation relation) {
        Optional<TableReference> reference = TableReference.of(relation);
        Optional<TableState> state = TableState.of(relation.table());
        if (reference.isEmpty()
                || state.isEmpty()
                || !relation.options().isEmpty()
                || relation.timeTravelSpec().isDefined()) {
            return false;
        }
        TableState other = tables.putIfAbsent(reference.get(), state.get());
        return other == null || other.equals(state.get());
    }

    @Override
    public boolean isRight(Expression expression) {
        return expression.deterministic()
                && !expression.containsPattern(TreePattern.CURRENT_LIKE())
                && !mayBeOfAMoment(expression);
    }

    /** {@code CAST('now' AS TIMESTAMP)}; constants that are written so are looked for in the text. */
    private static boolean mayBeOfAMoment(Expression expression) {
        return expression instanceof Cast cast
                && (cast.dataType().equals(DataTypes.DateType)
                        || cast.dataType().equals(DataTypes.TimestampType)
                        || cast.dataType().equals(DataTypes.TimestampNTZType))
                && cast.child().dataType().equals(DataTypes.StringType)
                && cast.child().foldable()
                && !(cast.child() instanceof Literal);
    }

    /** Whether all tables are still there once the plan is optimised: none has been answered from what it held. */
    boolean isWholeIn(LogicalPlan optimised) {
        Set<TableReference> scanned = new HashSet<>();
        boolean areAllKnown = PlanVisitor.areAllRight(optimised, new PlanVisitor() {
            @Override
            public boolean isRight(LogicalPlan node) {
                Optional<TableReference> reference = node instanceof DataSourceV2ScanRelation scan
                        ? TableReference.of(scan.relation())
                        : Optional.empty();
                reference.ifPresent(scanned::add);
                return !(node instanceof DataSourceV2ScanRelation) || reference.isPresent();
            }

            @Override
            public boolean isRight(Expression expression) {
                return true;
            }
        });
        return areAllKnown && scanned.equals(tables.keySet());
    }
}
