package io.lakeflight.server.maintenance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableName;
import io.lakeflight.server.places.TableLocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time at every table, and has done what is due. */
final class MaintenanceRounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MaintenanceRounds.class);

    private static final long LONGEST_TICK_MILLIS = 5_000;
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final int REMEMBERED = 100_000;
    private static final List<MaintenanceState> TRIED =
            List.of(MaintenanceState.DONE, MaintenanceState.FAILED, MaintenanceState.UNKNOWN);
    /** Those for which an unchanged table needs no second look; the others depend on time. */
    private static final Set<MaintenanceAction> OF_CONTENT = EnumSet.of(
            MaintenanceAction.COMPACT, MaintenanceAction.COMPACT_DELETES, MaintenanceAction.REWRITE_MANIFESTS);

    private final MaintenanceConfig config;
    private final Catalogs catalogs;
    private final ActionPlanner planner;
    private final TableMaintenance maintenance;
    private final MaintenanceStore store;
    private final Workers workers;
    private final Clock clock;
    private final Cancellation stop = new Cancellation();
    private final Cache<Look, String> nothingToDo =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "maintenance-rounds");
        thread.setDaemon(true);
        return thread;
    });

    private Instant next;

    /** An action that a table did not need when it was last looked at. */
    private record Look(TableName table, MaintenanceAction action) {}

    MaintenanceRounds(
            MaintenanceConfig config,
            Catalogs catalogs,
            ActionPlanner planner,
            TableMaintenance maintenance,
            MaintenanceStore store,
            Workers workers,
            Clock clock) {
        this.config = config;
        this.catalogs = catalogs;
        this.planner = planner;
        this.maintenance = maintenance;
        this.store = store;
        this.workers = workers;
        this.clock = clock;
        this.next = clock.instant().plus(config.interval().compareTo(FIRST) < 0 ? config.interval() : FIRST);
    }

    void start() {
        long tick = Math.min(LONGEST_TICK_MILLIS, Math.max(1, config.interval().toMillis() / 4));
        timer.scheduleWithFixedDelay(this::tickSafely, tick, tick, TimeUnit.MILLISECONDS);
    }

    private void tickSafely() {
        try {
            tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            // Java's timers would not come again, and say nothing.
            log.error("A round of maintenance failed by a bug", e);
        }
    }

    /** Goes a round if it is time; returns when it is over. */
    void tick() throws InterruptedException, ExecutionException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(config.interval());
        store.prune(now.minus(config.historyAge()), config.historyEntries());
        TableLocations locations = new TableLocations(catalogs);
        workers.forEach(tables(), table -> maintain(table, locations)).get();
    }

    private List<TableName> tables() {
        List<TableName> all = new ArrayList<>();
        for (String catalog : catalogs.catalogs()) {
            try {
                all.addAll(new TableSelection(catalogs).ofCatalog(catalog));
            } catch (RuntimeException e) {
                log.warn("The tables of catalog {} are not maintained this time: {}", catalog, e.getMessage());
            }
        }
        return all;
    }

    private void maintain(TableName name, TableLocations locations) {
        try {
            MaintenancePolicy policy = planner.policy(name, planner.load(name));
            for (MaintenanceAction action : policy.actions()) {
                if (stop.reason().isEmpty() && isDue(policy, action)) {
                    maintain(name, action, locations);
                }
            }
        } catch (RuntimeException e) {
            log.warn("Not maintained: {}", e.getMessage());
            TableMaintenance.TELLING.stream()
                    .filter(action -> isPast(store.last(name, action, TRIED), config.cooldown()))
                    .forEach(action -> maintenance.perform(name, action, MaintenanceOrder.SCHEDULED, locations, stop));
        }
    }

    private void maintain(TableName name, MaintenanceAction action, TableLocations locations) {
        Look look = new Look(name, action);
        String version = version(planner.load(name));
        if (OF_CONTENT.contains(action) && version.equals(nothingToDo.getIfPresent(look))) {
            return;
        }
        MaintenanceReport report = maintenance.perform(name, action, MaintenanceOrder.SCHEDULED, locations, stop);
        if (report.state() == MaintenanceState.NOTHING) {
            nothingToDo.put(look, version);
        }
    }

    private static String version(Table table) {
        return DeletionPlans.metadata(table).metadataFileLocation();
    }

    private boolean isDue(MaintenancePolicy policy, MaintenanceAction action) {
        boolean cool = isPast(store.last(policy.table(), action, TRIED), config.cooldown());
        return action == MaintenanceAction.REMOVE_ORPHANS
                ? cool
                        && isPast(
                                store.last(policy.table(), action, List.of(MaintenanceState.DONE)),
                                policy.duration(PolicyKey.ORPHAN_INTERVAL))
                : cool;
    }

    private boolean isPast(Optional<Instant> last, Duration pause) {
        return last.map(time -> !clock.instant().isBefore(time.plus(pause))).orElse(true);
    }

    /** Ends what is at work. */
    @Override
    public void close() {
        stop.cancel(Cancellation.Reason.STOP);
        timer.shutdownNow();
    }
}
