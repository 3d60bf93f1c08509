package io.lakeflight.planner.information;

import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Puts our {@code LIKE} in the place of Calcite's, and refuses what might run for ever. */
final class SafeOperators extends SqlShuttle {
    private static final Set<SqlKind> REFUSED = Set.of(
            SqlKind.SIMILAR,
            SqlKind.RLIKE,
            SqlKind.POSIX_REGEX_CASE_SENSITIVE,
            SqlKind.POSIX_REGEX_CASE_INSENSITIVE,
            SqlKind.MATCH_RECOGNIZE,
            SqlKind.PIVOT,
            SqlKind.UNPIVOT,
            SqlKind.TABLESAMPLE);

    @Override
    public @Nullable SqlNode visit(SqlDynamicParam parameter) {
        throw InformationPlanner.unsupported("parameters in a query of information_schema (expected: literals)");
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (REFUSED.contains(call.getKind())) {
            throw InformationPlanner.unsupported("%s in a query of information_schema"
                    .formatted(call.getOperator().getName()));
        }
        if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
            throw InformationPlanner.unsupported("recursion in a query of information_schema");
        }
        SqlNode visited = super.visit(call);
        return visited instanceof SqlCall known && known.getOperator() instanceof SqlLikeOperator operator
                ? like(known, operator)
                : visited;
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
