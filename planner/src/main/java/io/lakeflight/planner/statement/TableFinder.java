package io.lakeflight.planner.statement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a statement; names that WITH gives to queries are none, where they are in force. */
final class TableFinder extends SqlBasicVisitor<@Nullable Void> {
    private final Set<List<String>> reads = new LinkedHashSet<>();
    private final Set<List<String>> writes = new LinkedHashSet<>();
    private final Deque<String> queries = new ArrayDeque<>();

    private TableFinder() {}

    static StatementSummary summary(StatementClass kind, SqlNode statement) {
        TableFinder finder = new TableFinder();
        statement.accept(finder);
        return new StatementSummary(kind, finder.reads, finder.writes, Optional.empty());
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlWith with) {
            return with(with);
        }
        if (call instanceof SqlSelect select && select.getFrom() != null) {
            from(select.getFrom());
            return others(call, List.of(select.getFrom()));
        }
        if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            from(call.operand(0));
            return null;
        }
        if (call instanceof SqlInsert insert) {
            return write(insert.getTargetTable(), call);
        }
        if (call instanceof SqlUpdate update) {
            return write(update.getTargetTable(), call);
        }
        if (call instanceof SqlDelete delete) {
            return write(delete.getTargetTable(), call);
        }
        if (call instanceof SqlCreateTable create) {
            return write(create.name, call);
        }
        if (call instanceof SqlCreateView create) {
            return write(create.name, call);
        }
        if (call instanceof SqlMerge merge) {
            from(merge.getSourceTableRef());
            write(merge.getTargetTable(), null);
            return others(call, List.of(merge.getTargetTable(), merge.getSourceTableRef()));
        }
        return super.visit(call);
    }

    private @Nullable Void with(SqlWith with) {
        int before = queries.size();
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            String name = item.name.getSimple().toLowerCase(Locale.ROOT);
            // A recursive one reads itself.
            if (item.recursive.booleanValue()) {
                queries.push(name);
                item.query.accept(this);
            } else {
                item.query.accept(this);
                queries.push(name);
            }
        }
        with.body.accept(this);
        while (queries.size() > before) {
            queries.pop();
        }
        return null;
    }

    private @Nullable Void write(SqlNode target, @Nullable SqlCall call) {
        if (target instanceof SqlIdentifier table) {
            writes.add(List.copyOf(table.names));
        } else {
            // A table with an alias or hints.
            target.accept(new SqlBasicVisitor<@Nullable Void>() {
                @Override
                public @Nullable Void visit(SqlIdentifier table) {
                    writes.add(List.copyOf(table.names));
                    return null;
                }
            });
        }
        return call == null ? null : others(call, List.of(target));
    }

    private @Nullable Void others(SqlCall call, List<SqlNode> seen) {
        for (SqlNode operand : new ArrayList<>(call.getOperandList())) {
            if (operand != null && seen.stream().noneMatch(node -> node == operand)) {
                operand.accept(this);
            }
        }
        return null;
    }

    private void from(SqlNode node) {
        if (node instanceof SqlIdentifier table) {
            read(table);
        } else if (node instanceof SqlJoin join) {
            from(join.getLeft());
            from(join.getRight());
            if (join.getCondition() != null && !(join.getCondition() instanceof SqlIdentifier)) {
                join.getCondition().accept(this);
            }
        } else if (isWrapper(node)) {
            SqlCall call = (SqlCall) node;
            from(call.operand(0));
            // The rest are names, a sample's size or a point in time.
        } else {
            node.accept(this);
        }
    }

    private static boolean isWrapper(SqlNode node) {
        return switch (node.getKind()) {
            case AS, TABLESAMPLE, SNAPSHOT, TABLE_REF, PIVOT, UNPIVOT, MATCH_RECOGNIZE, EXTEND -> true;
            default -> false;
        };
    }

    private void read(SqlIdentifier table) {
        boolean isQuery =
                table.names.size() == 1 && queries.contains(table.names.get(0).toLowerCase(Locale.ROOT));
        if (!isQuery) {
            reads.add(List.copyOf(table.names));
        }
    }
}
