package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.TableName;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.places.TableLocations;
import io.lakeflight.server.query.TableClaims.Aspect;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one action on one table: gets the table's lease, claims what the work must not spoil for clients, plans, has an
 * engine do it, and keeps what came of it. Whatever goes wrong is told in the report and harms no other table.
 */
final class TableMaintenance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TableMaintenance.class);

    /** What is to be performed on a table whose policy cannot be told: its report says why. */
    static final Set<MaintenanceAction> TELLING = Set.of(MaintenanceAction.COMPACT);

    private static final String IN_USE = "a client's statement uses what would be changed, or the table is worked on";

    private final ActionPlanner planner;
    private final Workplace workplace;
    private final MaintenanceStore store;
    private final Clock clock;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "maintenance-leases");
        thread.setDaemon(true);
        return thread;
    });

    TableMaintenance(ActionPlanner planner, Workplace workplace, MaintenanceStore store, Clock clock) {
        this.planner = planner;
        this.workplace = workplace;
        this.store = store;
        this.clock = clock;
    }

    MaintenanceReport perform(
            TableName table,
            MaintenanceAction action,
            MaintenanceOrder order,
            TableLocations locations,
            Cancellation cancellation) {
        try (Cancellation own = Cancellation.under(cancellation)) {
            MaintenanceReport report = perform(new Work(table, action, order, locations, own, now()));
            log(report);
            return report;
        }
    }

    private MaintenanceReport perform(Work work) {
        try {
            return work.order.dryRun() ? work.foresee() : carryOut(work);
        } catch (RuntimeException e) {
            return work.failed(e);
        }
    }

    /** As exact as it is kept, so that a report looks the same ever after. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private MaintenanceReport carryOut(Work work) {
        Optional<String> lease = store.begin(work.table, work.action, work.order.cause(), work.started);
        if (lease.isEmpty()) {
            return keep(work.report(MaintenanceState.DEFERRED, "it is being maintained already"));
        }
        String id = lease.get();
        ScheduledFuture<?> renewal = renewals.scheduleWithFixedDelay(
                () -> renew(id),
                MaintenanceStore.LEASE.toMillis() / 4,
                MaintenanceStore.LEASE.toMillis() / 4,
                TimeUnit.MILLISECONDS);
        MaintenanceReport report = null;
        try {
            report = work.carryOut();
        } catch (RuntimeException e) {
            report = work.failed(e);
        } finally {
            renewal.cancel(false);
            end(id, report == null ? work.report(MaintenanceState.UNKNOWN, "it ended by a bug") : report);
        }
        return report;
    }

    private void renew(String id) {
        try {
            store.renew(id, clock.instant());
        } catch (RuntimeException | Error e) {
            log.warn("The lease of maintenance {} could not be renewed", id, e);
        }
    }

    private void end(String id, MaintenanceReport report) {
        if (report.state() == MaintenanceState.NOTHING) {
            store.forget(id);
        } else {
            store.end(id, report);
        }
    }

    private MaintenanceReport keep(MaintenanceReport report) {
        store.add(report);
        return report;
    }

    private static void log(MaintenanceReport report) {
        if (report.state() != MaintenanceState.NOTHING) {
            log.info(
                    "maintenance of {}: {} {} {} {}",
                    report.table(),
                    report.action().word(),
                    report.state(),
                    report.extent(),
                    report.message());
        }
    }

    @Override
    public void close() {
        renewals.shutdownNow();
    }

    /** One action on one table, from its plan to its report. */
    private final class Work {
        private final TableName table;
        private final MaintenanceAction action;
        private final MaintenanceOrder order;
        private final TableLocations locations;
        private final Cancellation cancellation;
        private final Instant started;

        private Work(
                TableName table,
                MaintenanceAction action,
                MaintenanceOrder order,
                TableLocations locations,
                Cancellation cancellation,
                Instant started) {
            this.table = table;
            this.action = action;
            this.order = order;
            this.locations = locations;
            this.cancellation = cancellation;
            this.started = started;
        }

        /** Only of orphans does an engine know how many there are. */
        private MaintenanceReport foresee() {
            ActionPlan plan = planner.plan(table, action, order, locations);
            if (plan.state() != MaintenanceState.PLANNED || action != MaintenanceAction.REMOVE_ORPHANS) {
                return report(plan.state(), plan.extent(), null, plan.note());
            }
            MaintenanceReport found = call(plan, MaintenanceState.PLANNED);
            return Objects.equals(found.extent().files(), 0L) ? report(MaintenanceState.NOTHING, "") : found;
        }

        private MaintenanceReport carryOut() {
            Optional<Workplace.Claim> claim =
                    workplace.claim(table, aspects(action), () -> cancellation.cancel(Cancellation.Reason.CLIENT));
            if (claim.isEmpty()) {
                return report(MaintenanceState.DEFERRED, IN_USE);
            }
            try (Workplace.Claim held = claim.get()) {
                ActionPlan plan = planner.plan(table, action, order, locations);
                return plan.state() == MaintenanceState.PLANNED
                        ? call(plan, MaintenanceState.DONE)
                        : report(plan.state(), plan.extent(), null, plan.note());
            }
        }

        private MaintenanceReport call(ActionPlan plan, MaintenanceState state) {
            String sql = Objects.requireNonNull(plan.call(), "planned").toString();
            Workplace.Answer answer = workplace.call(sql, cancellation);
            return report(state, ActionExtents.of(action, answer, plan), answer.queryId(), plan.note());
        }

        private MaintenanceReport report(MaintenanceState state, String message) {
            return report(state, Extent.UNKNOWN, null, message);
        }

        private MaintenanceReport report(
                MaintenanceState state, Extent extent, @Nullable String queryId, String message) {
            return new MaintenanceReport(table, action, order.cause(), state, extent, queryId, started, now(), message);
        }

        private MaintenanceReport failed(RuntimeException failure) {
            if (failure instanceof QueryException query) {
                return report(stateAfter(query), Extent.UNKNOWN, query.queryId().orElse(null), message(query));
            }
            if (failure instanceof MaintenanceException) {
                return report(MaintenanceState.FAILED, String.valueOf(failure.getMessage()));
            }
            if (failure instanceof CatalogUnavailableException) {
                return report(MaintenanceState.DEFERRED, "Table " + table + ": " + failure.getMessage());
            }
            log.error("Maintenance of {} failed: {}", table, action.word(), failure);
            return report(
                    MaintenanceState.FAILED,
                    "Table " + table + ": " + failure.getMessage() + "; the server's log tells more");
        }

        private MaintenanceState stateAfter(QueryException failure) {
            if (failure.tellsOfEffects()) {
                return MaintenanceState.UNKNOWN;
            }
            boolean deferred = failure.code().category() == ErrorCode.Category.RESOURCES
                    || cancellation
                            .reason()
                            .filter(reason -> reason != Cancellation.Reason.OPERATOR)
                            .isPresent();
            return deferred ? MaintenanceState.DEFERRED : MaintenanceState.FAILED;
        }

        private String message(QueryException failure) {
            String reason = cancellation.reason().map(Cancellation.Reason::text).orElse(failure.getMessage());
            return "Table " + table + ": " + (failure.tellsOfEffects() ? failure.getMessage() : reason);
        }
    }

    private static Set<Aspect> aspects(MaintenanceAction action) {
        return switch (action) {
            case COMPACT, COMPACT_DELETES -> EnumSet.of(Aspect.ROWS);
            case REWRITE_MANIFESTS -> EnumSet.noneOf(Aspect.class);
            case EXPIRE, REMOVE_ORPHANS -> EnumSet.of(Aspect.HISTORY);
        };
    }
}
