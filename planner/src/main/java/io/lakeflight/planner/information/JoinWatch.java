package io.lakeflight.planner.information;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgramBuilder;

/** Leads the rows of every join and union past the {@link Vigil} of a run: these are what makes many rows of few. */
final class JoinWatch {
    /** The name by which generated code asks for the vigil. */
    static final String VIGIL = "?0";

    private final RexBuilder expressions;

    JoinWatch(RexBuilder expressions) {
        this.expressions = expressions;
    }

    RelNode watched(RelNode plan) {
        List<RelNode> inputs = plan.getInputs().stream().map(this::watched).toList();
        RelNode copy = inputs.isEmpty() ? plan : plan.copy(plan.getTraitSet(), inputs);
        return plan instanceof Join || plan instanceof Correlate || plan instanceof Union ? counted(copy) : copy;
    }

    private RelNode counted(RelNode join) {
        RexProgramBuilder program = new RexProgramBuilder(join.getRowType(), expressions);
        program.addIdentity();
        program.addCondition(expressions.makeCall(InformationOperators.JOINED, vigil(expressions)));
        return EnumerableCalc.create(join, program.getProgram());
    }

    /** The vigil of the run, as an expression. */
    static RexNode vigil(RexBuilder expressions) {
        return expressions.makeDynamicParam(expressions.getTypeFactory().createJavaType(Vigil.class), 0);
    }
}
