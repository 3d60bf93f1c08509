package io.lakeflight.planner.statement.tables;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Queries within a condition or beside a table, for whose sake Spark may read the tables around them twice: it joins one that
 * names a column of those with the values of that column, and finds these by a scan without the other conditions.
 */
final class InnerQueries {
    private InnerQueries() {}

    /**
     * Whether there is one of that kind in a condition. Those of IN and EXISTS are none, which Spark makes a join with
     * everything that the conditions leave, as long as there is none within them.
     */
    static boolean mayReadOuterTablesIn(SqlNode condition) {
        Search search = new Search();
        condition.accept(search);
        return search.isFound;
    }

    static boolean isAnyIn(SqlNode node) {
        boolean[] isFound = {false};
        node.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                isFound[0] |= call.getKind().belongsTo(SqlKind.QUERY);
                return isFound[0] ? null : super.visit(call);
            }
        });
        return isFound[0];
    }

    /** Whether it is a query in FROM that may name columns of the tables before it. */
    static boolean isLateral(SqlNode relation) {
        SqlNode node = relation;
        if (node.getKind() == SqlKind.AS) {
            node = ((SqlCall) node).operand(0);
        }
        return node.getKind() == SqlKind.LATERAL
                && ((SqlCall) node).operand(0).getKind().belongsTo(SqlKind.QUERY);
    }

    private static final class Search extends SqlBasicVisitor<@Nullable Void> {
        private boolean isFound;

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call.getKind().belongsTo(SqlKind.QUERY)) {
                isFound = true;
                return null;
            }
            boolean isMembership =
                    switch (call.getKind()) {
                        case IN, NOT_IN, EXISTS -> true;
                        default -> false;
                    };
            if (!isMembership) {
                return super.visit(call);
            }
            for (SqlNode operand : call.getOperandList()) {
                if (operand.getKind().belongsTo(SqlKind.QUERY)) {
                    isFound |= hasOneInAnyCondition(operand);
                } else {
                    operand.accept(this);
                }
            }
            return null;
        }

        private static boolean hasOneInAnyCondition(SqlNode query) {
            boolean[] isFound = {false};
            query.accept(new SqlBasicVisitor<@Nullable Void>() {
                @Override
                public @Nullable Void visit(SqlCall call) {
                    isFound[0] |=
                            call instanceof SqlSelect select && select.getWhere() != null && isAnyIn(select.getWhere());
                    return isFound[0] ? null : super.visit(call);
                }
            });
            return isFound[0];
        }
    }
}
