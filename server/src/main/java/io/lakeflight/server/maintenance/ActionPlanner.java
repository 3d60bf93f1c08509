package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableName;
import io.lakeflight.server.places.TableLocations;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** Tells what is to be done to a table: from its metadata as it is now, its policy, and who is using it. */
final class ActionPlanner {
    private final Catalogs catalogs;
    private final Map<PolicyKey, String> configured;
    private final Floors floors;
    private final Workplace workplace;
    private final Clock clock;

    ActionPlanner(
            Catalogs catalogs, Map<PolicyKey, String> configured, Floors floors, Workplace workplace, Clock clock) {
        this.catalogs = catalogs;
        this.configured = configured;
        this.floors = floors;
        this.workplace = workplace;
        this.clock = clock;
    }

    /** @throws MaintenanceException if there is no such table */
    Table load(TableName name) {
        LakeCatalog catalog = catalog(name);
        try {
            return catalog.call(() -> catalog.tables().loadTable(name.identifier()));
        } catch (NoSuchTableException e) {
            throw new MaintenanceException(name, "there is no such table", e);
        }
    }

    private LakeCatalog catalog(TableName name) {
        return catalogs.find(name.catalog())
                .orElseThrow(() -> new MaintenanceException(name, "there is no catalog " + name.catalog()));
    }

    MaintenancePolicy policy(TableName name, Table table) {
        return MaintenancePolicy.of(
                name, table.properties(), catalog(name).definition().properties(), configured);
    }

    ActionPlan plan(TableName name, MaintenanceAction action, MaintenanceOrder order, TableLocations locations) {
        Table table = load(name);
        MaintenancePolicy policy = policy(name, table);
        return switch (action) {
            case COMPACT -> RewritePlans.dataFiles(name, table, policy);
            case COMPACT_DELETES -> RewritePlans.deleteFiles(name, table, policy);
            case REWRITE_MANIFESTS -> RewritePlans.manifests(name, table, policy);
            case EXPIRE -> expiry(name, table, policy, order, locations);
            case REMOVE_ORPHANS -> orphans(name, table, policy, order, locations);
        };
    }

    private ActionPlan expiry(
            TableName name, Table table, MaintenancePolicy policy, MaintenanceOrder order, TableLocations locations) {
        Horizon horizon = horizon(name, order);
        // It asks for the newest metadata once more.
        ActionPlan plan = catalog(name)
                .call(() -> new DeletionPlans(floors).expiry(name, table, policy, horizon, order.forced()));
        Optional<TableName> other = plan.state() == MaintenanceState.PLANNED
                ? locations.sharing(name, table).map(TableLocations.Twin::name)
                : Optional.empty();
        if (other.isPresent()) {
            throw new MaintenanceException(
                    name,
                    "its directory %s is that of %s too, which may have the same files; leave expire out of its %s"
                            .formatted(table.location(), other.get(), PolicyKey.ACTIONS.property()));
        }
        return plan.state() == MaintenanceState.PLANNED
                ? locations.unplaced().map(ActionPlan::deferred).orElse(plan)
                : plan;
    }

    private ActionPlan orphans(
            TableName name, Table table, MaintenancePolicy policy, MaintenanceOrder order, TableLocations locations) {
        Horizon horizon = horizon(name, order);
        ActionPlan plan = new DeletionPlans(floors).orphans(name, table, policy, horizon, order.dryRun());
        if (plan.state() != MaintenanceState.PLANNED) {
            return plan;
        }
        Optional<TableName> other = locations.overlapping(name, table);
        if (other.isPresent()) {
            throw new MaintenanceException(
                    name,
                    "its directory %s also has files of %s, which would be taken for orphans; leave remove-orphans out of its %s"
                            .formatted(table.location(), other.get(), PolicyKey.ACTIONS.property()));
        }
        Optional<String> unread = locations.unread();
        if (unread.isPresent()) {
            return ActionPlan.deferred(unread.get());
        }
        return DeletionPlans.lostSnapshots(table, horizon)
                ? ActionPlan.deferred("snapshots were expired by others that statements may be reading")
                : plan;
    }

    private Horizon horizon(TableName name, MaintenanceOrder order) {
        return Horizon.of(clock.instant(), floors, workplace.usedSince(name), order.forced());
    }
}
