package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Which literals of an optimised plan are the free constants of its text. */
public final class ConstantTrace {
    private final FreeConstants constants;
    private final List<Hole> holes;
    private final Map<Long, Long> groups;
    private final IdentityHashMap<Literal, Integer> found = new IdentityHashMap<>();

    /** @param groups of columns that are equal, by the ids of attributes */
    ConstantTrace(FreeConstants constants, List<Hole> holes, Map<Long, Long> groups) {
        this.constants = constants;
        this.holes = List.copyOf(holes);
        this.groups = new HashMap<>(groups);
    }

    /** Empty if one of them has vanished, or nothing can be told. */
    Optional<ConstantTrace> through(LogicalPlan optimised) {
        visit(optimised);
        Set<Integer> met = new HashSet<>(found.values());
        return met.size() == holes.size() ? Optional.of(this) : Optional.empty();
    }

    private void visit(LogicalPlan node) {
        ScalaLists.toJava(node.expressions()).forEach(this::visit);
        ScalaLists.toJava(node.children()).forEach(this::visit);
    }

    private void visit(Expression expression) {
        if (expression instanceof BinaryComparison comparison) {
            compared(comparison.left(), List.of(comparison.right()));
            compared(comparison.right(), List.of(comparison.left()));
        } else if (expression instanceof In in) {
            compared(in.value(), ScalaLists.toJava(in.list()));
        }
        ScalaLists.toJava(expression.children()).forEach(this::visit);
    }

    private void compared(Expression column, List<Expression> constants) {
        if (!(column instanceof AttributeReference attribute)) {
            return;
        }
        List<Integer> candidates = of(attribute);
        for (Expression constant : constants) {
            if (constant instanceof Literal literal) {
                candidates.stream()
                        .filter(hole -> isOf(hole, literal))
                        .findFirst()
                        .ifPresent(hole -> found.put(literal, hole));
            }
        }
    }

    private boolean isOf(int hole, Literal literal) {
        return holes.get(hole).type().equals(literal.dataType())
                && constants.values().get(hole).equals(literal.value());
    }

    /** Those that a column is compared with. */
    public List<Integer> of(Attribute column) {
        Long group = groups.get(column.exprId().id());
        return group == null
                ? List.of()
                : IntStream.range(0, holes.size())
                        .filter(hole -> holes.get(hole).group() == group)
                        .boxed()
                        .toList();
    }

    /** Which of them a literal is; empty if it is none. */
    public Optional<Integer> of(Literal literal) {
        return Optional.ofNullable(found.get(literal));
    }

    public FreeConstants constants() {
        return constants;
    }

    static List<Literal> literals(Expression expression) {
        List<Literal> literals = new ArrayList<>();
        collect(expression, literals);
        return literals;
    }

    private static void collect(Expression expression, List<Literal> literals) {
        if (expression instanceof Literal literal) {
            literals.add(literal);
        }
        ScalaLists.toJava(expression.children()).forEach(child -> collect(child, literals));
    }
}
