package io.lakeflight.planner.information;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** What the conditions of a query say about the names in a column. */
final class Pushdown {
    private final List<RexNode> conditions;

    Pushdown(List<RexNode> conditions) {
        this.conditions = conditions.stream()
                .flatMap(c -> RelOptUtil.conjunctions(c).stream())
                .toList();
    }

    NameFilter names(int column) {
        return conditions.stream()
                .flatMap(condition -> names(condition, column).stream())
                .reduce(NameFilter.ALL, NameFilter::and);
    }

    /** Whether a condition says which names some of the first columns have, and nothing else. */
    static boolean isOfNames(RexNode condition, int columns) {
        return RelOptUtil.conjunctions(condition).stream()
                .allMatch(part -> isExact(part)
                        && IntStream.range(0, columns)
                                .anyMatch(column -> names(part, column).isPresent()));
    }

    private static boolean isExact(RexNode condition) {
        if (!(condition instanceof RexCall call)) {
            return false;
        }
        if (call.isA(SqlKind.SEARCH)) {
            Sarg<?> values = ((RexLiteral) call.operands.get(1)).getValueAs(Sarg.class);
            return values != null && values.nullAs != RexUnknownAs.TRUE;
        }
        return call.isA(SqlKind.EQUALS) || call.getOperator().equals(InformationOperators.LIKE);
    }

    private static Optional<NameFilter> names(RexNode condition, int column) {
        if (!(condition instanceof RexCall call) || call.operands.isEmpty()) {
            return Optional.empty();
        }
        RexNode first = call.operands.get(0);
        if (call.isA(SqlKind.EQUALS)) {
            RexNode second = call.operands.get(1);
            return isColumn(first, column) ? equal(second) : isColumn(second, column) ? equal(first) : Optional.empty();
        }
        if (!isColumn(first, column)) {
            return Optional.empty();
        }
        if (call.isA(SqlKind.SEARCH)) {
            return points((RexLiteral) call.operands.get(1));
        }
        return call.getOperator().equals(InformationOperators.LIKE) ? like(call) : Optional.empty();
    }

    private static boolean isColumn(RexNode node, int column) {
        return node instanceof RexInputRef reference && reference.getIndex() == column;
    }

    private static Optional<NameFilter> equal(RexNode value) {
        return text(value).map(name -> NameFilter.in(Set.of(name)));
    }

    private static Optional<NameFilter> points(RexLiteral literal) {
        Sarg<?> values = literal.getValueAs(Sarg.class);
        if (values == null || !values.isPoints()) {
            return Optional.empty();
        }
        Stream<?> points = values.rangeSet.asRanges().stream().map(range -> range.lowerEndpoint());
        return Optional.of(NameFilter.in(
                points.map(point -> ((NlsString) point).getValue()).collect(Collectors.toSet())));
    }

    private static Optional<NameFilter> like(RexCall call) {
        Optional<String> pattern = text(call.operands.get(1));
        Optional<String> escape = text(call.operands.get(2));
        if (pattern.isEmpty() || escape.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(NameFilter.like(name -> LikePattern.matches(name, pattern.get(), escape.get())));
    }

    private static Optional<String> text(@Nullable RexNode node) {
        return node instanceof RexLiteral literal && literal.getValue() instanceof NlsString
                ? Optional.ofNullable(literal.getValueAs(String.class))
                : Optional.empty();
    }
}
