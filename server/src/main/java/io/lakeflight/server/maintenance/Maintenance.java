package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableName;
import io.lakeflight.server.places.TableLocations;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.session.SessionConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maintenance of all tables: by request, and, if configured, on a schedule. Safe for concurrent use. */
public final class Maintenance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

    private static final int MOST_JOBS = 16;
    private static final int MOST_REMEMBERED = 1_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final MaintenanceConfig config;
    private final Catalogs catalogs;
    private final MaintenanceStore store;
    private final Clock clock;
    private final ActionPlanner planner;
    private final TableMaintenance maintenance;
    private final Workers workers;
    private final MaintenanceRounds rounds;
    /** At work, or done lately. */
    private final Map<String, MaintenanceJob> jobs = new ConcurrentHashMap<>();

    private final Cancellation stop = new Cancellation();

    /** @param workplace in which statements run */
    public Maintenance(
            MaintenanceConfig config,
            LimitsConfig limits,
            SessionConfig sessions,
            Catalogs catalogs,
            MaintenanceStore store,
            EngineWorkplace workplace,
            Clock clock) {
        this(config, Floors.of(limits, sessions), catalogs, store, workplace, clock);
    }

    Maintenance(
            MaintenanceConfig config,
            Floors floors,
            Catalogs catalogs,
            MaintenanceStore store,
            Workplace workplace,
            Clock clock) {
        this.config = config;
        this.catalogs = catalogs;
        this.store = store;
        this.clock = clock;
        this.planner = new ActionPlanner(catalogs, config.policy(), floors, workplace, clock);
        this.maintenance = new TableMaintenance(planner, workplace, store, clock);
        this.workers = new Workers(config.maxConcurrent());
        this.rounds = new MaintenanceRounds(config, catalogs, planner, maintenance, store, workers, clock);
    }

    /** Settles what a killed server left, and goes rounds from here on if it is to. */
    public void start() {
        int left = store.settleOwn(clock.instant());
        if (left > 0) {
            log.warn("{} actions of maintenance were at work when the server ended", left);
        }
        if (config.scheduled()) {
            rounds.start();
        }
    }

    /**
     * Begins what is requested, whatever was done lately; returns at once.
     *
     * @throws IllegalArgumentException if a table or catalog is not there
     * @throws MaintenanceBusyException if too much is requested already
     */
    public MaintenanceJob run(MaintenanceRequest request) {
        TableSelection.Selected selected = new TableSelection(catalogs).select(request);
        List<TableName> tables = selected.tables();
        MaintenanceJob job = new MaintenanceJob(tables.size(), selected.leftOut(), Cancellation.under(stop));
        register(job);
        MaintenanceOrder order = new MaintenanceOrder(MaintenanceReport.REQUEST, request.dryRun(), request.forced());
        TableLocations locations = new TableLocations(catalogs);
        workers.forEach(tables, table -> maintain(table, request, order, locations, job))
                .thenRun(() -> finish(job));
        return job;
    }

    private synchronized void register(MaintenanceJob job) {
        forgetOld();
        if (jobs.values().stream().filter(other -> !other.isDone()).count() >= MOST_JOBS) {
            throw new MaintenanceBusyException(MOST_JOBS + " requests are at work already; try again later");
        }
        jobs.put(job.id(), job);
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        jobs.values().removeIf(job -> job.ended().filter(oldest::isAfter).isPresent());
        jobs.values().stream()
                .filter(job -> job.ended().isPresent())
                .sorted(Comparator.comparing(job -> job.ended().orElseThrow()))
                .limit(Math.max(0, jobs.size() - MOST_REMEMBERED))
                .forEach(job -> jobs.remove(job.id()));
    }

    /** Whatever becomes of the history: somebody waits for the job. */
    private void finish(MaintenanceJob job) {
        try {
            store.prune(clock.instant().minus(config.historyAge()), config.historyEntries());
        } catch (RuntimeException e) {
            log.warn("The history of maintenance could not be pruned", e);
        } finally {
            job.finish(clock.instant());
        }
    }

    private void maintain(
            TableName table,
            MaintenanceRequest request,
            MaintenanceOrder order,
            TableLocations locations,
            MaintenanceJob job) {
        for (MaintenanceAction action : actions(table, request)) {
            if (job.cancellation().reason().isEmpty()) {
                job.add(maintenance.perform(table, action, order, locations, job.cancellation()));
            }
        }
    }

    private Set<MaintenanceAction> actions(TableName table, MaintenanceRequest request) {
        if (!request.actions().isEmpty()) {
            return EnumSet.copyOf(request.actions());
        }
        try {
            return planner.policy(table, planner.load(table)).actions();
        } catch (RuntimeException e) {
            log.debug("The policy of {} cannot be told", table, e);
            return TableMaintenance.TELLING;
        }
    }

    /** A request that is at work, or was done within the last hour. */
    public Optional<MaintenanceJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** What was done, and is being done, the newest first; of one table, one catalog, or all. */
    public List<MaintenanceReport> history(Optional<String> table, Optional<String> catalog, int limit) {
        return store.list(table.map(TableName::parse), catalog, limit);
    }

    /**
     * The policies that hold for tables; where all are meant, of those whose catalogs answer. One table without hides none of
     * the others'.
     */
    public List<TablePolicy> policies(MaintenanceRequest selection) {
        return new TableSelection(catalogs)
                .select(selection).tables().stream().map(this::policy).toList();
    }

    private TablePolicy policy(TableName table) {
        try {
            return new TablePolicy(table, Optional.of(planner.policy(table, planner.load(table))), Optional.empty());
        } catch (RuntimeException e) {
            log.debug("The policy of {} cannot be told", table, e);
            return new TablePolicy(table, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** For tests: goes a round if the clock says so. */
    MaintenanceRounds rounds() {
        return rounds;
    }

    /** Ends what is at work. */
    @Override
    public void close() {
        stop.cancel(Cancellation.Reason.STOP);
        rounds.close();
        workers.close();
        maintenance.close();
    }
}
