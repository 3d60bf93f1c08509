package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.constants.Conditions.Comparison;
import io.lakeflight.engine.spark.fastlane.constants.FreeConstants.Member;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Looks for the constants of a statement that are free. One for each statement. */
public final class Holes {
    private static final Pattern TYPE = Pattern.compile("(date|timestamp)[ \\n\\r\\t]*", Pattern.CASE_INSENSITIVE);

    private final AnalyzedStatement statement;
    private final ConstantText text;
    private final Conditions conditions = new Conditions();
    private final PlanColumns columns = new PlanColumns(conditions);
    private final Map<Integer, Integer> uses = new HashMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final Map<Long, List<Member>> members = new HashMap<>();

    private Holes(AnalyzedStatement statement, ConstantText text) {
        this.statement = statement;
        this.text = text;
    }

    /**
     * The free constants, and where they are in the plan that Spark has made; empty if there are none.
     *
     * @param text of the statement
     */
    public static Optional<ConstantTrace> of(AnalyzedStatement statement, ConstantText text, LogicalPlan optimised) {
        try {
            return new Holes(statement, text).trace(optimised);
        } catch (UnsureException e) {
            return Optional.empty();
        }
    }

    private Optional<ConstantTrace> trace(LogicalPlan optimised) throws UnsureException {
        columns.visit(statement.plan());
        count(statement.plan());
        Set<Long> entangled = conditions.entangled();
        for (Comparison comparison : conditions.comparisons()) {
            long group = conditions.group(comparison.column());
            if (!entangled.contains(group)) {
                add(comparison.constant(), group);
            }
        }
        if (holes.isEmpty() || members.values().stream().anyMatch(Holes::hasTwins)) {
            return Optional.empty();
        }
        Map<Long, Long> groups = new HashMap<>();
        columns.same().forEach((id, column) -> groups.put(id, conditions.group(column)));
        FreeConstants constants = new FreeConstants(text, holes, values, members);
        return new ConstantTrace(constants, holes, groups).through(optimised);
    }

    /** Whether a free constant cannot be told from one that is not. */
    private static boolean hasTwins(List<Member> group) {
        return group.stream().filter(member -> member.hole() < 0).anyMatch(fixed -> group.stream()
                .anyMatch(other -> other.hole() >= 0 && other.value().equals(fixed.value())));
    }

    /** How often each constant is in the plan, wherever it may be. */
    private void count(LogicalPlan node) {
        for (Expression expression : ScalaLists.toJava(node.expressions())) {
            for (Literal literal : ConstantTrace.literals(expression)) {
                place(literal).ifPresent(place -> uses.merge(place, 1, Integer::sum));
            }
        }
        ScalaLists.toJava(node.children()).forEach(this::count);
    }

    private void add(Expression constant, long group) throws UnsureException {
        Object value;
        try {
            value = constant.eval(null);
        } catch (RuntimeException e) {
            throw new UnsureException("a constant that raises an error");
        }
        if (value == null) {
            throw new UnsureException("a comparison with null");
        }
        if (!Values.isOrdered(constant.dataType())) {
            return;
        }
        List<Member> others = members.computeIfAbsent(group, any -> new ArrayList<>());
        Optional<Hole> hole = hole(constant, group)
                .filter(found -> found.value(text.constants().get(found.constant()))
                        .map(value::equals)
                        .orElse(false));
        if (hole.isEmpty()) {
            others.add(new Member(-1, value));
            return;
        }
        others.add(new Member(holes.size(), value));
        holes.add(hole.get());
        values.add(value);
    }

    private Optional<Hole> hole(Expression compared, long group) {
        List<Literal> written = ConstantTrace.literals(compared).stream()
                .filter(literal -> place(literal).isPresent())
                .toList();
        if (written.size() != 1) {
            return Optional.empty();
        }
        Literal literal = written.get(0);
        int place = place(literal).get();
        if (uses.getOrDefault(place, 0) != 1) {
            return Optional.empty();
        }
        Constant constant = text.constants().get(place);
        boolean isNegative = start(literal.origin()) < constant.start() && constant.kind() != Constant.Kind.STRING;
        Hole hole = new Hole(place, isNegative, literal, compared, group, statement.timeZone());
        return hole.isPlain() ? Optional.of(hole) : Optional.empty();
    }

    private static int start(Origin origin) {
        return origin.startIndex().isDefined() ? (Integer) origin.startIndex().get() : -1;
    }

    /** Which constant of the text the parser has made this of. */
    private Optional<Integer> place(Literal literal) {
        Origin origin = literal.origin();
        // A view may have the same text as the statement, where names mean something else.
        if (origin.objectType().isDefined()
                || origin.startIndex().isEmpty()
                || origin.stopIndex().isEmpty()
                || origin.sqlText().isEmpty()
                || !origin.sqlText().get().equals(text.text())) {
            return Optional.empty();
        }
        int start = (Integer) origin.startIndex().get();
        int end = (Integer) origin.stopIndex().get() + 1;
        for (int i = 0; i < text.constants().size(); i++) {
            Constant constant = text.constants().get(i);
            if (constant.end() == end && isBefore(start, constant)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Whether nothing but a minus or the name of a type is between. */
    private boolean isBefore(int start, Constant constant) {
        if (start < 0 || start > constant.start()) {
            return false;
        }
        String between = text.text().substring(start, constant.start());
        return between.isEmpty()
                || (constant.kind() == Constant.Kind.STRING
                        ? TYPE.matcher(between).matches()
                        : between.equals("-"));
    }
}
