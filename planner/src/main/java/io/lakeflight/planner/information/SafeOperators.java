package io.lakeflight.planner.information;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Puts our {@code LIKE} and {@code REPLACE} in the place of Calcite's, and refuses what might run for ever or fill the memory. */
final class SafeOperators extends SqlShuttle {
    private static final Set<SqlKind> REFUSED = Set.of(
            SqlKind.SIMILAR,
            SqlKind.RLIKE,
            SqlKind.POSIX_REGEX_CASE_SENSITIVE,
            SqlKind.POSIX_REGEX_CASE_INSENSITIVE,
            SqlKind.MATCH_RECOGNIZE,
            SqlKind.PIVOT,
            SqlKind.UNPIVOT,
            SqlKind.TABLESAMPLE,
            SqlKind.ARRAY_QUERY_CONSTRUCTOR,
            SqlKind.MULTISET_QUERY_CONSTRUCTOR,
            SqlKind.MAP_QUERY_CONSTRUCTOR,
            SqlKind.JSON_OBJECTAGG,
            SqlKind.JSON_ARRAYAGG,
            SqlKind.COLLECT,
            SqlKind.FUSION,
            SqlKind.INTERSECTION,
            SqlKind.LISTAGG);

    /** They put any number of values together into one. */
    private static final Set<String> REFUSED_NAMES =
            Set.of("LISTAGG", "COLLECT", "FUSION", "INTERSECTION", "JSON_OBJECT", "JSON_ARRAY");

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        String name = call.getOperator().getName();
        if (REFUSED.contains(call.getKind()) || REFUSED_NAMES.contains(name.toUpperCase(Locale.ROOT))) {
            throw InformationPlanner.unsupported("%s in a query of information_schema".formatted(name));
        }
        if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
            throw InformationPlanner.unsupported("recursion in a query of information_schema");
        }
        SqlNode visited = super.visit(call);
        return visited instanceof SqlCall known ? safe(known) : visited;
    }

    private static SqlNode safe(SqlCall call) {
        if (call.getOperator() instanceof SqlLikeOperator operator) {
            return like(call, operator);
        }
        if (call.getOperator().getName().equalsIgnoreCase("REPLACE")) {
            return InformationOperators.REPLACE.createCall(call.getParserPosition(), call.getOperandList());
        }
        if (call.getOperator().getName().equalsIgnoreCase("CONCAT")) {
            return call.getOperandList().stream()
                    .reduce((one, other) -> SqlStdOperatorTable.CONCAT.createCall(call.getParserPosition(), one, other))
                    .orElse(call);
        }
        return call;
    }

    private static SqlNode like(SqlCall call, SqlLikeOperator operator) {
        if (call.getKind() != SqlKind.LIKE || !operator.isCaseSensitive()) {
            throw InformationPlanner.unsupported(
                    "%s in a query of information_schema (expected: LIKE)".formatted(operator.getName()));
        }
        SqlNode escape = call.operandCount() > 2
                ? call.operand(2)
                : SqlLiteral.createCharString(LikePattern.DEFAULT_ESCAPE, call.getParserPosition());
        SqlNode like = InformationOperators.LIKE.createCall(
                call.getParserPosition(), List.of(call.operand(0), call.operand(1), escape));
        return operator.isNegated() ? SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), like) : like;
    }
}
