package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.statement.words.SparkFunctions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlFunction;
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
public final class TableFinder extends SqlBasicVisitor<@Nullable Void> {
    /** Stands for the columns that two tables have in common. */
    public static final String ANY_COLUMN = "*";

    private final List<TableRead> reads = new ArrayList<>();
    private final Set<List<String>> writes = new LinkedHashSet<>();
    private final Set<String> conditionColumns = new LinkedHashSet<>();
    private final Deque<String> queries = new ArrayDeque<>();
    private @Nullable String unknownFunction;
    private boolean hasFunctions;

    private TableFinder() {}

    public static TableFinder of(SqlNode statement) {
        TableFinder finder = new TableFinder();
        statement.accept(finder);
        return finder;
    }

    public List<TableRead> reads() {
        return reads;
    }

    /** Names as written, in their parts. */
    public Set<List<String>> writes() {
        return writes;
    }

    /** Names in any condition of WHERE, ON, USING or HAVING, in small letters; {@link #ANY_COLUMN} if it does not say which. */
    public Set<String> conditionColumns() {
        return conditionColumns;
    }

    /** Whether a function in FROM makes rows. */
    public boolean hasFunctions() {
        return hasFunctions;
    }

    /** A function in FROM that may read any table. */
    public Optional<String> unknownFunction() {
        return Optional.ofNullable(unknownFunction);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlWith with) {
            return with(with);
        }
        if (call instanceof SqlSelect select && select.getFrom() != null) {
            Relations relations = new Relations();
            from(select.getFrom(), relations, true);
            where(select.getWhere(), relations);
            reads.addAll(relations.reads());
            Stream.of(select.getWhere(), select.getHaving(), select.getQualify())
                    .forEach(this::condition);
            return others(call, List.of(select.getFrom()));
        }
        if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            return from(call.operand(0));
        }
        if (call.getKind() == SqlKind.COLLECTION_TABLE) {
            function(call.operand(0));
            return super.visit(call);
        }
        if (call instanceof SqlInsert insert) {
            writes.add(target(insert.getTargetTable()));
            return others(call, List.of(insert.getTargetTable()));
        }
        if (call instanceof SqlUpdate update) {
            return change(call, update.getTargetTable(), update.getAlias(), update.getCondition());
        }
        if (call instanceof SqlDelete delete) {
            return change(call, delete.getTargetTable(), delete.getAlias(), delete.getCondition());
        }
        if (call instanceof SqlCreateTable create) {
            writes.add(target(create.name));
            return others(call, List.of(create.name));
        }
        if (call instanceof SqlCreateView create) {
            writes.add(target(create.name));
            return others(call, List.of(create.name));
        }
        if (call instanceof SqlMerge merge) {
            from(merge.getSourceTableRef());
            condition(merge.getCondition());
            change(call, merge.getTargetTable(), null, null);
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

    /** The table a statement writes; it may have hints or columns with it. */
    private static List<String> target(SqlNode target) {
        SqlNode node = target;
        while (node instanceof SqlCall call && call.operandCount() > 0) {
            node = call.operand(0);
        }
        return node instanceof SqlIdentifier table ? List.copyOf(table.names) : List.of();
    }

    /** Rows are looked for before they are changed. */
    private @Nullable Void change(
            SqlCall call, SqlNode target, @Nullable SqlIdentifier alias, @Nullable SqlNode condition) {
        List<String> name = target(target);
        writes.add(name);
        Relations relations = new Relations();
        String qualifier = alias == null ? name.get(name.size() - 1) : alias.getSimple();
        relations.add(new TableRead(name, List.of(), true, true), qualifier, true);
        where(condition, relations);
        if (call instanceof SqlUpdate update && InnerQueries.isAnyIn(update.getSourceExpressionList())) {
            relations.passOver();
        }
        condition(condition);
        reads.addAll(relations.reads());
        return others(call, List.of(target));
    }

    private static void where(@Nullable SqlNode condition, Relations relations) {
        if (condition != null) {
            relations.where(condition, 0);
            if (InnerQueries.mayReadOuterTablesIn(condition)) {
                relations.passOver();
            }
        }
    }

    /** Remembers the columns that a condition names, and those in queries within it. */
    private void condition(@Nullable SqlNode condition) {
        if (condition != null) {
            condition.accept(new SqlBasicVisitor<@Nullable Void>() {
                @Override
                public @Nullable Void visit(SqlIdentifier name) {
                    name.names.forEach(part -> conditionColumns.add(part.toLowerCase(Locale.ROOT)));
                    return null;
                }
            });
        }
    }

    private @Nullable Void others(SqlCall call, List<SqlNode> seen) {
        for (SqlNode operand : new ArrayList<>(call.getOperandList())) {
            if (operand != null && seen.stream().noneMatch(node -> node == operand)) {
                operand.accept(this);
            }
        }
        return null;
    }

    /** What is read without a condition that is known. */
    private @Nullable Void from(SqlNode node) {
        Relations relations = new Relations();
        from(node, relations, false);
        reads.addAll(relations.reads());
        return null;
    }

    /** @param isFilterable see {@link Relations#add} */
    private void from(SqlNode node, Relations relations, boolean isFilterable) {
        if (node instanceof SqlJoin join) {
            join(join, relations, isFilterable);
        } else if (!table(node, relations, isFilterable)) {
            if (isWrapper(node)) {
                // The rest are names, and what is made of the rows; columns are no longer those of a table.
                reads.addAll(wrapped(((SqlCall) node).operand(0)));
            } else {
                node.accept(this);
            }
            if (InnerQueries.isLateral(node)) {
                relations.passOver();
            }
        }
    }

    private List<TableRead> wrapped(SqlNode node) {
        Relations hidden = new Relations();
        from(node, hidden, false);
        return hidden.reads();
    }

    private void join(SqlJoin join, Relations relations, boolean isFilterable) {
        int first = relations.size();
        JoinType type = join.getJoinType();
        boolean isInner = type == JoinType.INNER || type == JoinType.COMMA || type == JoinType.CROSS;
        boolean keepsLeft =
                isInner || type == JoinType.LEFT || type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
        boolean keepsRight = isInner || type == JoinType.RIGHT;
        from(join.getLeft(), relations, isFilterable && keepsLeft);
        from(join.getRight(), relations, isFilterable && keepsRight);
        SqlNode condition = join.getCondition();
        condition(condition);
        if (join.isNatural()) {
            conditionColumns.add(ANY_COLUMN);
        }
        if (condition != null && join.getConditionType() == JoinConditionType.ON) {
            condition.accept(this);
            if (isInner) {
                relations.where(condition, first);
            }
            if (InnerQueries.isAnyIn(condition)) {
                relations.passOver();
            }
        }
    }

    /** Whether it is a table by its name, with or without an alias, at some point in time or as it is. */
    private boolean table(SqlNode node, Relations relations, boolean isFilterable) {
        SqlNode inner = node;
        String alias = null;
        boolean isCurrent = true;
        boolean keepsNames = true;
        while (inner instanceof SqlCall call) {
            switch (inner.getKind()) {
                case AS -> {
                    // Of columns that get other names nothing is known.
                    keepsNames &= call.operandCount() == 2 && alias == null;
                    alias = ((SqlIdentifier) call.operand(1)).getSimple();
                }
                case SNAPSHOT -> isCurrent = false;
                case TABLE_REF -> {}
                default -> {
                    return false;
                }
            }
            inner = call.operand(0);
        }
        if (!(inner instanceof SqlIdentifier table)) {
            return false;
        }
        boolean isQuery =
                table.names.size() == 1 && queries.contains(table.names.get(0).toLowerCase(Locale.ROOT));
        if (!isQuery) {
            String qualifier = alias == null ? table.names.get(table.names.size() - 1) : alias;
            relations.add(
                    new TableRead(table.names, List.of(), isCurrent, false), qualifier, isFilterable && keepsNames);
        }
        return true;
    }

    private static boolean isWrapper(SqlNode node) {
        return switch (node.getKind()) {
            case AS, TABLESAMPLE, SNAPSHOT, TABLE_REF, PIVOT, UNPIVOT, MATCH_RECOGNIZE, EXTEND -> true;
            default -> false;
        };
    }

    private void function(SqlNode call) {
        hasFunctions = true;
        String name = call.toString();
        if (call instanceof SqlCall known && known.getOperator() instanceof SqlFunction function) {
            SqlIdentifier written = function.getSqlIdentifier();
            name = written == null ? function.getName() : written.toString();
        }
        if (unknownFunction == null && !SparkFunctions.isTableFunction(name)) {
            unknownFunction = name;
        }
    }
}
