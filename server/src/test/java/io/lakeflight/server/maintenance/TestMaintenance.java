package io.lakeflight.server.maintenance;

import static io.lakeflight.server.maintenance.MaintenanceState.DEFERRED;
import static io.lakeflight.server.maintenance.MaintenanceState.DONE;
import static io.lakeflight.server.maintenance.MaintenanceState.FAILED;
import static io.lakeflight.server.maintenance.MaintenanceState.NOTHING;
import static io.lakeflight.server.maintenance.MaintenanceState.PLANNED;
import static io.lakeflight.server.maintenance.MaintenanceState.UNKNOWN;
import static io.lakeflight.server.maintenance.TestingTables.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.control.ControlDatabase;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestMaintenance {
    private static final Map<String, String> COMPACTED = Map.of("lakeflight.maintenance.actions", "compact");

    @TempDir
    private Path home;

    private final TestingClock clock = new TestingClock();
    private final TestingWorkplace workplace = new TestingWorkplace();
    private ControlDatabase database;
    private TestingTables tables;
    private Maintenance maintenance;

    @BeforeEach
    void open() {
        database = ControlDatabase.open(home);
        tables = new TestingTables(home);
        maintenance = new Maintenance(
                MaintenanceConfig.DEFAULTS,
                new Floors(Duration.ofHours(6), Duration.ofDays(1)),
                tables.catalogs,
                new MaintenanceStore(database.jdbi(), "this"),
                workplace,
                clock);
    }

    @AfterEach
    void close() {
        maintenance.close();
        tables.close();
        database.close();
    }

    @Test
    void roundIsGoneWhenItIsTimeAndDoesNothingTwiceWithinTheCooldown() throws Exception {
        append(tables.create("t", COMPACTED), 5);

        maintenance.rounds().tick();
        assertThat(workplace.statements).isEmpty();

        clock.advance(Duration.ofMinutes(6));
        maintenance.rounds().tick();
        maintenance.rounds().tick();
        assertThat(workplace.statements).hasSize(1);

        clock.advance(Duration.ofMinutes(61));
        maintenance.rounds().tick();
        assertThat(workplace.statements).hasSize(2);
        assertThat(history()).extracting(MaintenanceReport::cause).containsOnly("schedule");
    }

    @Test
    void orphansAreLookedForOncePerInterval() throws Exception {
        append(tables.create("t", Map.of("lakeflight.maintenance.actions", "remove-orphans")), 1);
        for (int day = 0; day < 9; day++) {
            clock.advance(Duration.ofDays(1));
            maintenance.rounds().tick();
        }

        assertThat(workplace.statements).hasSize(2);
    }

    @Test
    void tableThatFailsHarmsNoOtherAndIsTriedAgainLater() throws Exception {
        append(tables.create("a", Map.of("lakeflight.maintenance.min-snapshots", "none")), 5);
        append(tables.create("b", COMPACTED), 5);

        clock.advance(Duration.ofHours(1));
        maintenance.rounds().tick();

        assertThat(history()).extracting(MaintenanceReport::state).containsExactlyInAnyOrder(FAILED, DONE);
        assertThat(history())
                .extracting(MaintenanceReport::message)
                .anyMatch(message -> message.contains("lake.default.a") && message.contains("min-snapshots"));
    }

    @Test
    void requestIsNotHeldUpByTheCooldown() {
        append(tables.create("t", COMPACTED), 5);

        assertThat(run(request(false))).extracting(MaintenanceReport::state).containsExactly(DONE);
        assertThat(run(request(false))).extracting(MaintenanceReport::state).containsExactly(DONE);
    }

    @Test
    void dryRunTellsAndDoesNothing() {
        append(tables.create("t", Map.of()), 5);

        List<MaintenanceReport> reports = run(request(true));

        assertThat(reports)
                .extracting(MaintenanceReport::state)
                .containsExactly(PLANNED, NOTHING, NOTHING, NOTHING, PLANNED);
        assertThat(reports.get(0).extent()).isEqualTo(Extent.rewrite(5, 1, 5L << 20));
        // Only an engine sees what files there are.
        assertThat(workplace.statements).hasSize(1).first().asString().contains("dry_run => true");
        assertThat(history()).isEmpty();
    }

    @Test
    void actionMakesWayForAClientsStatement() {
        append(tables.create("t", COMPACTED), 5);
        workplace.claimed = true;

        assertThat(run(request(false))).extracting(MaintenanceReport::state).containsExactly(DEFERRED);
        assertThat(workplace.statements).isEmpty();
    }

    @Test
    void failuresAreToldApart() {
        append(tables.create("t", COMPACTED), 5);

        assertThat(stateAfter(ErrorCode.STATEMENT_FAILED)).isEqualTo(FAILED);
        assertThat(stateAfter(ErrorCode.QUEUE_FULL)).isEqualTo(DEFERRED);
        assertThat(stateAfter(ErrorCode.OUTCOME_UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(history()).hasSize(3).allMatch(report -> report.message().contains("lake.default.t"));
    }

    @Test
    void canceledRequestEndsWhatIsAtWorkAndBeginsNothingMore() throws Exception {
        append(tables.create("t", COMPACTED), 5);
        append(tables.create("u", COMPACTED), 5);
        CountDownLatch begun = new CountDownLatch(1);
        workplace.engine = cancellation -> {
            CountDownLatch canceled = new CountDownLatch(1);
            cancellation.onCancel(canceled::countDown);
            begun.countDown();
            await(canceled);
            throw new QueryException(ErrorCode.CANCELED, "The statement was canceled");
        };

        MaintenanceJob job = maintenance.run(request(false));
        begun.await();
        job.cancel();
        job.done().join();

        assertThat(job.reports())
                .hasSize(1)
                .first()
                .extracting(MaintenanceReport::state)
                .isEqualTo(FAILED);
        assertThat(workplace.statements).hasSize(1);
    }

    @Test
    void requestIsDoneAlsoIfTheHistoryCannotBeKept() {
        tables.create("t", COMPACTED);
        database.close();

        assertThat(run(request(true))).extracting(MaintenanceReport::state).containsExactly(NOTHING);
    }

    @Test
    void requestIsRememberedAsLongAsItIsAtWorkAndForAnHour() throws Exception {
        append(tables.create("t", COMPACTED), 5);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        workplace.engine = cancellation -> {
            begun.countDown();
            await(end);
            return new Workplace.Answer("query", 1, Map.of());
        };
        MaintenanceJob job = maintenance.run(request(false));
        begun.await();

        clock.advance(Duration.ofHours(5));
        maintenance.run(request(true));
        assertThat(maintenance.job(job.id())).contains(job);

        end.countDown();
        job.done().join();
        clock.advance(Duration.ofMinutes(59));
        maintenance.run(request(true));
        assertThat(maintenance.job(job.id())).contains(job);

        clock.advance(Duration.ofMinutes(2));
        maintenance.run(request(true));
        assertThat(maintenance.job(job.id())).isEmpty();
    }

    @Test
    void catalogThatDoesNotAnswerIsLeftOutOfAllAndNamed() {
        append(tables.create("t", COMPACTED), 5);
        tables.catalogs.add(LakeCatalog.open(
                new CatalogDefinition(
                        "dead", CatalogType.REST, Map.of("uri", "http://127.0.0.1:1"), Duration.ofSeconds(5)),
                home));

        MaintenanceJob job =
                maintenance.run(new MaintenanceRequest(List.of(), List.of(), true, List.of(), false, false));
        job.done().join();

        assertThat(job.reports()).extracting(MaintenanceReport::state).containsExactly(DONE);
        assertThat(job.leftOut()).hasSize(1).first().asString().contains("\"dead\"", "refuses connections");
    }

    @Test
    void tablesWithDotsInTheirNamesAreMaintained() throws Exception {
        TableIdentifier weird = TableIdentifier.of(Namespace.of("we.ird"), "t.x");
        LakeCatalog lake = tables.catalogs.find("lake").orElseThrow();
        append(tables.createAt(weird, lake.warehouse() + "/weird"), 5);
        lake.tables()
                .loadTable(weird)
                .updateProperties()
                .set("lakeflight.maintenance.actions", "compact")
                .commit();

        List<MaintenanceReport> reports = run(tables("lake.`we.ird`.`t.x`"));
        assertThat(reports).extracting(MaintenanceReport::state).containsExactly(DONE);
        assertThat(reports.get(0).table()).hasToString("lake.`we.ird`.`t.x`");
        assertThat(run(request(false))).extracting(MaintenanceReport::state).containsExactly(DONE);
        assertThat(maintenance.policies(tables("lake.\"we.ird\".\"t.x\""))).hasSize(1);
        assertThat(maintenance.history(Optional.of("lake.`we.ird`.`t.x`"), Optional.empty(), 10))
                .hasSize(2);

        clock.advance(Duration.ofHours(2));
        maintenance.rounds().tick();

        assertThat(workplace.statements).hasSize(3).allMatch(sql -> sql.contains("'`lake`.`we.ird`.`t.x`'"));
        assertThatThrownBy(() -> run(tables("lake.`we.ird`.`t.y`")))
                .hasMessage("There is no table lake.`we.ird`.`t.y` (did you mean lake.`we.ird`.`t.x`?)");
        assertThatThrownBy(() -> run(tables("lake.we.ird.t.x")))
                .hasMessage("There is no table lake.we.ird.t.x (did you mean lake.`we.ird`.`t.x`?)");
    }

    @Test
    void tableWithoutPolicyHidesNoOther() {
        tables.create("orders", Map.of());
        tables.create("wrong", Map.of("lakeflight.maintenance.orphan-age", "soon"));

        assertThat(maintenance.policies(request(false)))
                .satisfiesExactly(orders -> assertThat(orders.policy()).isPresent(), wrong -> {
                    assertThat(wrong.policy()).isEmpty();
                    assertThat(wrong.problem().orElseThrow()).contains("orphan-age", "soon");
                });
    }

    @Test
    void whatIsNotThereIsNamed() {
        tables.create("orders", Map.of());

        assertThatThrownBy(() -> run(tables("lake.default.order")))
                .hasMessage("There is no table lake.default.order (did you mean lake.default.orders?)");
        assertThatThrownBy(() -> run(tables("pond.default.orders"))).hasMessageContaining("no catalog pond");
        assertThatThrownBy(() -> run(tables("orders"))).hasMessageContaining("catalog.schema.table");
        assertThatThrownBy(() -> run(tables())).hasMessageContaining("No table is named");
    }

    private MaintenanceState stateAfter(ErrorCode code) {
        workplace.engine = cancellation -> {
            throw new QueryException(code, "it failed");
        };
        return run(request(false)).get(0).state();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MaintenanceRequest request(boolean dryRun) {
        return new MaintenanceRequest(List.of(), List.of("lake"), false, List.of(), dryRun, false);
    }

    private static MaintenanceRequest tables(String... tables) {
        return new MaintenanceRequest(List.of(tables), List.of(), false, List.of(), false, false);
    }

    private List<MaintenanceReport> run(MaintenanceRequest request) {
        MaintenanceJob job = maintenance.run(request);
        job.done().join();
        return job.reports();
    }

    private List<MaintenanceReport> history() {
        return maintenance.history(Optional.empty(), Optional.empty(), 100);
    }
}
