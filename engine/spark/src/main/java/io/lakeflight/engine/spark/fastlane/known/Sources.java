package io.lakeflight.engine.spark.fastlane.known;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * What the names in a statement stand for, and those in the texts of its views. Whatever the tables hold, a plan is good only
 * as long as all of it is as it was.
 */
record Sources(Map<TableReference, TableState> tables, Map<TableReference, ViewState> views) {
    Sources {
        tables = Map.copyOf(tables);
        views = Map.copyOf(views);
    }

    /** Whether a statement depends on them and on nothing else. */
    boolean areAll(SparkSession spark, LogicalPlan parsed) {
        return LastingNames.areAll(spark, parsed, tables.keySet(), views);
    }

    /**
     * All tables as they are now; empty if one of them, or a view, is not the one that the plan was made for.
     *
     * @param loaded where they are found that have been asked for before, and have not changed as is told
     */
    Optional<Map<TableReference, SparkTable>> current(SparkSession spark, LoadedTables loaded, ToldTables told) {
        for (Map.Entry<TableReference, ViewState> view : views.entrySet()) {
            boolean isSame = view.getKey()
                    .loadView(spark)
                    .flatMap(ViewState::of)
                    .map(view.getValue()::equals)
                    .orElse(false);
            if (!isSame) {
                return Optional.empty();
            }
        }
        Map<TableReference, SparkTable> current = new HashMap<>();
        for (Map.Entry<TableReference, TableState> table : tables.entrySet()) {
            Optional<LoadedTables.Loaded> now = loaded.current(table.getKey(), spark, told);
            if (now.isEmpty() || !now.get().state().equals(table.getValue())) {
                return Optional.empty();
            }
            current.put(table.getKey(), now.get().table());
        }
        return Optional.of(current);
    }

    int length() {
        return tables.values().stream().mapToInt(TableState::length).sum()
                + views.values().stream().mapToInt(ViewState::length).sum();
    }
}
