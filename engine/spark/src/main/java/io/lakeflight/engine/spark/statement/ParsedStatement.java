package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.session.EngineSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;

/**
 * A statement as the parser sees it, with its "?" markers numbered from 0 as the client numbers them: in the order of the
 * text, unless the text was rewritten.
 *
 * @param counts ordinals of the markers that stand for a LIMIT or OFFSET
 */
record ParsedStatement(LogicalPlan plan, Map<Integer, Integer> ordinals, Set<Integer> counts) {
    /** An expression for the parameter with this ordinal. */
    interface Value {
        Expression of(int ordinal, boolean count);
    }

    /** @param order of each marker of the text, its number; empty if they are numbered in their order */
    static ParsedStatement of(EngineSession session, String sql, List<Integer> order) throws ParseException {
        LogicalPlan plan = ProcedureCall.notRun(parse(session, sql));
        PlanDepth.refuseTooDeep(plan);
        StatementKinds.refuseExecutingAnalysis(plan);
        HostAccess.refuse(plan);
        Set<Integer> positions = new TreeSet<>();
        Set<Integer> countPositions = new HashSet<>();
        if (sql.indexOf('?') >= 0) {
            new MarkerRewrite((marker, count) -> {
                        positions.add(marker.pos());
                        if (count) {
                            countPositions.add(marker.pos());
                        }
                        return marker;
                    })
                    .rewrite(plan);
        }
        Map<Integer, Integer> ordinals = new HashMap<>();
        requireOrderOf(positions.size(), order);
        positions.forEach(
                position -> ordinals.put(position, order.isEmpty() ? ordinals.size() : order.get(ordinals.size())));
        Set<Integer> counts = new HashSet<>();
        countPositions.forEach(position -> counts.add(ordinals.get(position)));
        return new ParsedStatement(plan, ordinals, counts);
    }

    private static void requireOrderOf(int markers, List<Integer> order) {
        boolean isPermutation = order.size() == markers
                && order.stream()
                                .distinct()
                                .filter(number -> number >= 0 && number < markers)
                                .count()
                        == markers;
        if (!order.isEmpty() && !isPermutation) {
            throw EngineException.unsupported(
                    "A parameter that Spark does not see, beside OFFSET ? ROWS FETCH NEXT ? ROWS,");
        }
    }

    private static LogicalPlan parse(EngineSession session, String sql) throws ParseException {
        try {
            return session.spark().sessionState().sqlParser().parsePlan(sql);
        } catch (ParseException e) {
            CreateTableLike.refuse(sql);
            throw e;
        }
    }

    int parameterCount() {
        return ordinals.size();
    }

    LogicalPlan withParameters(Value value) {
        return withParameters(plan, value);
    }

    LogicalPlan withParameters(LogicalPlan part, Value value) {
        return ordinals.isEmpty() ? part : rewrite(value).rewrite(part);
    }

    Expression withParameters(Expression part, Value value) {
        return rewrite(value).rewrite(part, false);
    }

    private MarkerRewrite rewrite(Value value) {
        // What takes a marker's place is known by where that stood.
        return new MarkerRewrite(
                (marker, count) -> CurrentOrigin.withOrigin(marker.origin(), () -> value.of(ordinal(marker), count)));
    }

    private int ordinal(PosParameter marker) {
        return Objects.requireNonNull(ordinals.get(marker.pos()), "a marker that is not in the text");
    }

    /** Ordinals of the markers inside an expression. */
    List<Integer> ordinalsIn(Expression part) {
        List<Integer> found = new ArrayList<>();
        new MarkerRewrite((marker, count) -> {
                    found.add(ordinal(marker));
                    return marker;
                })
                .rewrite(part, false);
        return found;
    }
}
