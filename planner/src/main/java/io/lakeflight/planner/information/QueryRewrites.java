package io.lakeflight.planner.information;

import java.util.List;
import org.apache.calcite.plan.AbstractRelOptPlanner;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.tools.Program;

/** What is always better, and done before a plan is looked for. */
final class QueryRewrites {
    /** The step of planning. */
    static final Program PROGRAM =
            (planner, plan, traits, materializations, lattices) -> rewritten((AbstractRelOptPlanner) planner, plan);

    private static final HepProgram RULES = new HepProgramBuilder()
            .addRuleCollection(List.of(
                    // What is asked of one table's names is asked of those joined by name, too.
                    CoreRules.FILTER_INTO_JOIN,
                    CoreRules.JOIN_PUSH_TRANSITIVE_PREDICATES,
                    // Or the planner would try every way to put together a chain of them.
                    CoreRules.UNION_MERGE,
                    CoreRules.INTERSECT_MERGE))
            .build();

    private QueryRewrites() {}

    /** As impatient as the planner that is to come. */
    private static RelNode rewritten(AbstractRelOptPlanner next, RelNode plan) {
        HepPlanner planner = new HepPlanner(RULES, null, true, null, RelOptCostImpl.FACTORY) {
            @Override
            public void checkCancel() {
                next.checkCancel();
            }
        };
        planner.setRoot(plan);
        return planner.findBestExp();
    }
}
