package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.statement.predicates.ColumnPredicate;
import io.lakeflight.planner.statement.predicates.PredicateReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * The tables of one FROM, and the conditions that rows must meet which come of them.
 *
 * <p>A name without a table belongs to the one that has such a column: there is only one, or the statement is wrong. So
 * it is told of all of them, and is about none that does not have it.
 */
final class Relations {
    private final List<Relation> relations = new ArrayList<>();
    private boolean isPassedOver;

    /** @param isFilterable whether rows may be left out that do not meet a condition that all rows of FROM must meet */
    private record Relation(TableRead read, String alias, boolean isFilterable, List<ColumnPredicate> predicates) {}

    /** @param alias by which columns name it; empty if they cannot */
    void add(TableRead read, String alias, boolean isFilterable) {
        relations.add(new Relation(read, alias, isFilterable, new ArrayList<>()));
    }

    int size() {
        return relations.size();
    }

    /** Adds a condition of all rows; it can only be about the tables from the given one on. */
    void where(SqlNode condition, int first) {
        List<Relation> visible = relations.subList(first, relations.size());
        PredicateReader.read(condition, (column, predicate) -> visible.stream()
                .filter(relation -> relation.isFilterable && names(column, relation))
                .forEach(relation -> relation.predicates.add(predicate)));
    }

    /** No condition counts, since these tables may be read a second time without it. */
    void passOver() {
        isPassedOver = true;
    }

    private static boolean names(SqlIdentifier column, Relation relation) {
        return column.names.size() == 1 || column.names.get(0).equalsIgnoreCase(relation.alias);
    }

    List<TableRead> reads() {
        return relations.stream()
                .map(relation -> new TableRead(
                        relation.read.name(),
                        isPassedOver ? List.of() : relation.predicates,
                        relation.read.isCurrent(),
                        relation.read.isChanged()))
                .toList();
    }
}
