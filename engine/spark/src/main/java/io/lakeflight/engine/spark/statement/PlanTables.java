package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NamedRelation;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.ResolvedPersistentView;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Tables an analysed plan reads and writes; those under a view count, the view itself does not. */
record PlanTables(List<TableName> reads, List<TableName> writes) {
    static PlanTables of(LogicalPlan analyzed, StatementKind kind) {
        Set<TableName> reads = new LinkedHashSet<>();
        Set<TableName> writes = new LinkedHashSet<>();
        boolean changes = kind == StatementKind.DDL || kind == StatementKind.DML;
        PlanNodes.forEach(analyzed, node -> {
            if (node instanceof V2WriteCommand write) {
                addRelation(write.table(), writes);
            } else if (node instanceof DeleteFromTable delete) {
                PlanNodes.forEach(delete.table(), target -> addRelation(target, writes));
            } else if (node instanceof DataSourceV2Relation relation) {
                addRelation(relation, reads);
            } else {
                addTarget(node, changes ? writes : reads);
            }
        });
        return new PlanTables(List.copyOf(reads), List.copyOf(writes));
    }

    private static void addRelation(Object table, Set<TableName> tables) {
        if (table instanceof DataSourceV2Relation relation
                && relation.identifier().isDefined()
                && relation.catalog().isDefined()) {
            tables.add(
                    name(relation.catalog().get().name(), relation.identifier().get()));
        } else if (table instanceof NamedRelation
                && table instanceof LogicalPlan plan
                && !plan.children().isEmpty()) {
            PlanNodes.forEach(plan.children().head(), child -> addRelation(child, tables));
        }
    }

    private static void addTarget(LogicalPlan node, Set<TableName> tables) {
        if (node instanceof ResolvedTable table) {
            tables.add(name(table.catalog().name(), table.identifier()));
        } else if (node instanceof ResolvedIdentifier identifier) {
            tables.add(name(identifier.catalog().name(), identifier.identifier()));
        } else if (node instanceof ResolvedPersistentView view) {
            tables.add(name(view.catalog().name(), view.identifier()));
        }
    }

    private static TableName name(String catalog, Identifier identifier) {
        return TableName.newBuilder()
                .setCatalog(catalog)
                .addAllNamespace(List.of(identifier.namespace()))
                .setName(identifier.name())
                .build();
    }
}
