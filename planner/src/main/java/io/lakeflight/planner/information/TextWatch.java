package io.lakeflight.planner.information;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.Program;

/** Leads every text that a query makes of others past the {@link Vigil}: a few doublings make gigabytes of a name. */
final class TextWatch extends RexShuttle {
    /** The step of planning that puts the watch in place. */
    static final Program PROGRAM = (planner, plan, traits, materializations, lattices) -> watched(plan);

    private final RexBuilder expressions;

    private TextWatch(RexBuilder expressions) {
        this.expressions = expressions;
    }

    private static RelNode watched(RelNode plan) {
        TextWatch watch = new TextWatch(plan.getCluster().getRexBuilder());
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(watch);
            }
        });
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode watched = super.visitCall(call);
        if (SqlTypeFamily.BINARY.contains(call.getType())) {
            throw InformationPlanner.unsupported("binary values in a query of information_schema");
        }
        return makesText(call)
                ? expressions.makeCall(
                        call.getType(), InformationOperators.MADE, List.of(JoinWatch.vigil(expressions), watched))
                : watched;
    }

    /** A cast to a text of any length changes nothing, and conditions on names are found behind it. */
    private static boolean makesText(RexCall call) {
        boolean isRename = call.isA(SqlKind.CAST)
                && call.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                && SqlTypeFamily.CHARACTER.contains(call.getOperands().get(0).getType());
        return SqlTypeFamily.CHARACTER.contains(call.getType())
                && !isRename
                && !call.getOperator().equals(InformationOperators.MADE);
    }
}
