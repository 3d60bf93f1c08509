package io.lakeflight.server.http;

import java.util.Collection;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** Ids in a commit that name parts of a table which it must have: Iceberg takes any number, and fails later. */
final class IcebergIds {
    private IcebergIds() {}

    /** @throws ValidationException if the table has no partition spec or sort order that is to be the default */
    static void require(Catalog tables, TableIdentifier name, UpdateTableRequest change) {
        for (MetadataUpdate update : change.updates()) {
            if (update instanceof MetadataUpdate.SetDefaultPartitionSpec spec
                    && isNamed(spec.specId())
                    && !has(change, MetadataUpdate.AddPartitionSpec.class)) {
                TableMetadata table = metadata(tables, name);
                require("partition spec", spec.specId(), table.specsById().keySet());
            }
            if (update instanceof MetadataUpdate.SetDefaultSortOrder order
                    && isNamed(order.sortOrderId())
                    && !has(change, MetadataUpdate.AddSortOrder.class)) {
                TableMetadata table = metadata(tables, name);
                require(
                        "sort order",
                        order.sortOrderId(),
                        table.sortOrdersById().keySet());
            }
        }
    }

    /** -1 is the one that the commit adds, whose id is not known before. */
    private static boolean isNamed(int id) {
        return id != -1;
    }

    private static boolean has(UpdateTableRequest change, Class<? extends MetadataUpdate> kind) {
        return change.updates().stream().anyMatch(kind::isInstance);
    }

    private static TableMetadata metadata(Catalog tables, TableIdentifier name) {
        if (tables.loadTable(name) instanceof BaseTable table) {
            return table.operations().current();
        }
        throw new ValidationException("%s has neither partition specs nor sort orders", name);
    }

    private static void require(String kind, int id, Collection<Integer> known) {
        if (!known.contains(id)) {
            throw new ValidationException(
                    "Cannot set the default %s to %d, which the table has not (it has %s)",
                    kind, id, known.stream().sorted().toList());
        }
    }
}
