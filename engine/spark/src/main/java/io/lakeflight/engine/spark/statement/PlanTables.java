package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.analysis.NamedRelation;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.ResolvedPersistentView;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.Call;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.write.RowLevelOperationTable;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Tables an analysed plan reads and writes; those under a view count, the view itself does not.
 *
 * @param writes a table as often as the plan writes it
 * @param createsTable whether the table written is one that the plan creates
 */
record PlanTables(List<TableName> reads, List<TableName> writes, boolean createsTable) {
    static PlanTables of(LogicalPlan analyzed, StatementKind kind) {
        Set<TableName> reads = new LinkedHashSet<>();
        List<TableName> writes = new ArrayList<>();
        boolean[] creates = {false};
        boolean changes = kind == StatementKind.DDL || kind == StatementKind.DML;
        PlanNodes.forEach(analyzed, node -> {
            if (node instanceof V2WriteCommand write) {
                addRelation(write.table(), writes);
            } else if (node instanceof DeleteFromTable delete) {
                PlanNodes.forEach(delete.table(), target -> addRelation(target, writes));
            } else if (node instanceof DataSourceV2Relation relation) {
                addRelation(relation, reads);
            } else if (node instanceof Call call) {
                new ProcedureCall(call)
                        .table(SparkSession.active())
                        .ifPresent(table -> writes.add(name(table.catalog(), table.identifier())));
            } else {
                creates[0] |= kind == StatementKind.DML && node instanceof ResolvedIdentifier;
                addTarget(node, changes ? writes : reads);
            }
        });
        return new PlanTables(List.copyOf(reads), List.copyOf(writes), creates[0]);
    }

    private static void addRelation(Object table, Collection<TableName> tables) {
        if (table instanceof DataSourceV2Relation relation
                && relation.identifier().isDefined()
                && relation.catalog().isDefined()) {
            tables.add(name(relation.catalog().get(), relation.identifier().get(), relation.table()));
        } else if (table instanceof NamedRelation
                && table instanceof LogicalPlan plan
                && !plan.children().isEmpty()) {
            PlanNodes.forEach(plan.children().head(), child -> addRelation(child, tables));
        }
    }

    private static void addTarget(LogicalPlan node, Collection<TableName> tables) {
        if (node instanceof ResolvedTable table) {
            tables.add(name(table.catalog(), table.identifier(), table.table()));
        } else if (node instanceof ResolvedIdentifier identifier) {
            tables.add(name(identifier.catalog(), identifier.identifier()));
        } else if (node instanceof ResolvedPersistentView view) {
            tables.add(name(view.catalog(), view.identifier()));
        }
    }

    /** Iceberg takes a last part like {@code branch_x} for a selector if there is no table of that name. */
    private static TableName name(CatalogPlugin catalog, Identifier identifier, Table table) {
        Table target = table instanceof RowLevelOperationTable operation ? operation.table() : table;
        String[] namespace = identifier.namespace();
        boolean selector = target instanceof SparkTable iceberg
                && iceberg.table().name().equals(catalog.name() + "." + String.join(".", namespace));
        if (!selector) {
            return name(catalog, identifier);
        }
        int last = namespace.length - 1;
        return name(catalog, Identifier.of(Arrays.copyOf(namespace, last), namespace[last]));
    }

    private static TableName name(CatalogPlugin catalog, Identifier identifier) {
        return TableName.newBuilder()
                .setCatalog(catalog.name())
                .addAllNamespace(List.of(identifier.namespace()))
                .setName(identifier.name())
                .build();
    }
}
