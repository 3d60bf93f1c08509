package io.lakeflight.server.maintenance;

import static io.lakeflight.server.maintenance.MaintenanceState.DEFERRED;
import static io.lakeflight.server.maintenance.MaintenanceState.NOTHING;
import static io.lakeflight.server.maintenance.MaintenanceState.PLANNED;
import static io.lakeflight.server.maintenance.TestingTables.append;
import static io.lakeflight.server.maintenance.TestingTables.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.places.TableLocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestActionPlanner {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Floors FLOORS = new Floors(Duration.ofHours(6), DAY);
    private static final MaintenanceOrder ORDER = MaintenanceOrder.SCHEDULED;
    private static final MaintenanceOrder FORCED = new MaintenanceOrder("request", false, true);

    @TempDir
    private Path home;

    private final TestingClock clock = new TestingClock();
    private final TestingWorkplace workplace = new TestingWorkplace();
    private TestingTables tables;
    private ActionPlanner planner;

    @BeforeEach
    void open() {
        tables = new TestingTables(home);
        planner = new ActionPlanner(tables.catalogs, MaintenanceConfig.DEFAULTS.policy(), FLOORS, workplace, clock);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void smallFilesAreCompactedOnceThereAreEnough() {
        Table table = tables.create("t", Map.of());
        append(table, 4);

        assertThat(plan(MaintenanceAction.COMPACT, ORDER).state()).isEqualTo(NOTHING);

        append(table, 1);
        ActionPlan plan = plan(MaintenanceAction.COMPACT, ORDER);
        assertThat(plan.extent()).isEqualTo(Extent.rewrite(5, 1, 5L << 20));
        assertThat(plan.call())
                .hasToString("CALL `lake`.system.rewrite_data_files(options => map('delete-ratio-threshold', '0.3',"
                        + " 'max-concurrent-file-group-rewrites', '1', 'min-file-size-bytes', '134217728',"
                        + " 'min-input-files', '5', 'target-file-size-bytes', '536870912'),"
                        + " table => '`lake`.`default`.`t`')");
    }

    @Test
    void emptyTableNeedsNothing() {
        tables.create("t", Map.of());

        for (MaintenanceAction action : MaintenanceAction.values()) {
            if (action != MaintenanceAction.REMOVE_ORPHANS) {
                assertThat(plan(action, ORDER).state()).as(action.word()).isEqualTo(NOTHING);
            }
        }
    }

    @Test
    void manifestsAreRewrittenOnceThereAreEnough() {
        Table table = tables.create("t", Map.of("lakeflight.maintenance.min-manifests", "3"));
        append(table, 2);

        assertThat(plan(MaintenanceAction.REWRITE_MANIFESTS, ORDER).state()).isEqualTo(NOTHING);

        append(table, 1);
        ActionPlan plan = plan(MaintenanceAction.REWRITE_MANIFESTS, ORDER);
        assertThat(plan.extent().files()).isEqualTo(3);
        assertThat(plan.extent().filesAfter()).isEqualTo(1);
    }

    @Test
    void snapshotsOlderThanThePolicyExpireButTheNewest() {
        Table table = tables.create("t", Map.of("lakeflight.maintenance.min-snapshots", "2"));
        append(table, 5);
        assertThat(plan(MaintenanceAction.EXPIRE, ORDER).state()).isEqualTo(NOTHING);

        clock.advance(DAY.multipliedBy(6));

        ActionPlan plan = plan(MaintenanceAction.EXPIRE, ORDER);
        assertThat(plan.extent().snapshots()).isEqualTo(3);
        assertThat(plan.call().toString())
                .contains("older_than => TIMESTAMP '1970-01-01T00:00:00Z'")
                .contains("array(" + table.history().get(0).snapshotId() + "L, ")
                .doesNotContain(String.valueOf(table.history().get(3).snapshotId()));
    }

    @Test
    void oldSnapshotThatWasCurrentUntilLatelyIsKept() {
        Table table = tables.create("t", Map.of("lakeflight.maintenance.max-snapshot-age", "1ms"));
        append(table, 2);

        ActionPlan plan = plan(MaintenanceAction.EXPIRE, FORCED);
        assertThat(plan.extent().snapshots()).isEqualTo(1);

        // A statement that began before the second commit reads the first snapshot.
        workplace.usedSince = Optional.of(clock.instant().minus(Duration.ofMinutes(1)));
        plan = plan(MaintenanceAction.EXPIRE, FORCED);
        assertThat(plan.state()).isEqualTo(NOTHING);
        assertThat(plan.note()).contains("1 more are kept");
    }

    @Test
    void snapshotAgeBelowTheFloorIsRefusedUnlessForced() {
        append(tables.create("t", Map.of("lakeflight.maintenance.max-snapshot-age", "1h")), 2);
        clock.advance(DAY);

        assertThatThrownBy(() -> plan(MaintenanceAction.EXPIRE, ORDER))
                .hasMessageContaining("lake.default.t")
                .hasMessageContaining("1h")
                .hasMessageContaining("at least 6h")
                .hasMessageContaining("limits.statement-timeout");
        assertThat(plan(MaintenanceAction.EXPIRE, FORCED).state()).isEqualTo(PLANNED);
    }

    @Test
    void taggedSnapshotAndHeadsOfBranchesAreKept() {
        Table table = tables.create("t", Map.of());
        append(table, 4);
        table.manageSnapshots()
                .createTag("keep", table.history().get(0).snapshotId())
                .createBranch("side", table.history().get(1).snapshotId())
                .commit();
        clock.advance(DAY.multipliedBy(6));

        assertThat(plan(MaintenanceAction.EXPIRE, ORDER).call().toString())
                .contains("array(" + table.history().get(2).snapshotId() + "L)");
    }

    @Test
    void whatABranchSaysOfItsSnapshotsExpiresNoneThatIsRead() {
        Table table = tables.create("t", Map.of("lakeflight.maintenance.max-snapshot-age", "1ms"));
        append(table, 2);
        // A statement that began here reads the second snapshot.
        workplace.usedSince = Optional.of(afterAMillisecond().plus(Duration.ofMinutes(1)));
        append(table, 1);
        clock.advance(DAY);

        table.manageSnapshots().setMaxSnapshotAgeMs("main", 1).commit();
        ActionPlan plan = plan(MaintenanceAction.EXPIRE, FORCED);
        assertThat(plan.extent().snapshots()).isEqualTo(1);
        assertThat(plan.call().toString())
                .contains("array(" + table.history().get(0).snapshotId() + "L)")
                .contains("retain_last => 2147483647");

        // Which Iceberg heeds before what the call says.
        table.manageSnapshots().setMinSnapshotsToKeep("main", 1).commit();
        assertThat(plan(MaintenanceAction.EXPIRE, FORCED).state()).isEqualTo(DEFERRED);
    }

    @Test
    void tableWhoseFilesAreSharedLosesNone() {
        append(tables.create("t", Map.of("gc.enabled", "false")), 3);
        clock.advance(DAY.multipliedBy(6));

        assertThat(plan(MaintenanceAction.EXPIRE, ORDER).state()).isEqualTo(NOTHING);
        assertThat(plan(MaintenanceAction.REMOVE_ORPHANS, ORDER).note()).contains("gc.enabled");
    }

    @Test
    void orphansAreOlderThanThePolicyAndThanStatementsAtWork() {
        append(tables.create("t", Map.of()), 1);
        workplace.usedSince = Optional.of(clock.instant().minus(DAY.multipliedBy(10)));

        assertThat(plan(MaintenanceAction.REMOVE_ORPHANS, ORDER).call().toString())
                .contains("dry_run => false")
                .contains("older_than => TIMESTAMP '"
                        + clock.instant().minus(DAY.multipliedBy(10)).toString().substring(0, 8));
    }

    @Test
    void orphanAgeBelowTheFloorIsRefusedEvenIfForced() {
        append(tables.create("t", Map.of("lakeflight.maintenance.orphan-age", "23h")), 1);

        assertThatThrownBy(() -> plan(MaintenanceAction.REMOVE_ORPHANS, FORCED)).hasMessageContaining("at least 1d");
    }

    @Test
    void orphansAreNotLookedForWhereAnotherTableHasItsFiles() {
        Table outer = tables.create("t", Map.of());
        append(outer, 1);
        tables.createAt("inner", outer.location() + "/data/inner");

        assertThatThrownBy(() -> plan(MaintenanceAction.REMOVE_ORPHANS, ORDER))
                .hasMessageContaining("lake.default.t")
                .hasMessageContaining("lake.default.inner");
    }

    @Test
    void tableInANamespaceWithADotHasAPlace() {
        Table outer = tables.create("t", Map.of());
        append(outer, 1);
        tables.createAt(TableIdentifier.of(Namespace.of("a.b"), "inner"), outer.location() + "/data/inner");
        tables.createAt(TableIdentifier.of(Namespace.of("a", "b"), "inner"), outer.location() + "-elsewhere");

        assertThatThrownBy(() -> plan(MaintenanceAction.REMOVE_ORPHANS, ORDER))
                .hasMessageContaining("also has files of lake.`a.b`.inner");
    }

    @Test
    void tableThatHasMovedAwayHasFilesWhereItWas() {
        append(tables.create("t", Map.of()), 1);
        Table moved = tables.createAt("moved", tables.load("t").location() + "/moved");
        append(moved, 1);
        moved.updateLocation()
                .setLocation(tables.load("t").location() + "-elsewhere")
                .commit();
        append(moved, 1);

        assertThatThrownBy(() -> plan(MaintenanceAction.REMOVE_ORPHANS, ORDER))
                .hasMessageContaining("also has files of lake.default.moved");
    }

    /** Its data may be elsewhere than its metadata. */
    @Test
    void orphansAreNotLookedForWhileATableCannotBeRead() throws IOException {
        append(tables.create("t", Map.of()), 2);
        clock.advance(DAY.multipliedBy(6));
        Table damaged = tables.create("dam.aged", Map.of());
        Files.writeString(metadataFile(damaged), "{");
        openAgain();
        ActionPlan plan = plan(MaintenanceAction.REMOVE_ORPHANS, ORDER);

        assertThat(plan.state()).isEqualTo(DEFERRED);
        assertThat(plan.note())
                .isEqualTo("table lake.default.`dam.aged` cannot be read, so that nobody knows where its files are:"
                        + " repair it, or give it up by DROP TABLE lake.default.`dam.aged`");
        assertThat(plan(MaintenanceAction.EXPIRE, ORDER).state()).isEqualTo(PLANNED);

        tables.drop("dam.aged");
        assertThat(plan(MaintenanceAction.REMOVE_ORPHANS, ORDER).state()).isEqualTo(PLANNED);
    }

    @Test
    void nothingIsDeletedWhileAViewCannotBeRead() throws IOException {
        append(tables.create("t", Map.of()), 2);
        clock.advance(DAY.multipliedBy(6));
        Files.writeString(tables.createView("v"), "{");
        openAgain();

        for (MaintenanceAction action : List.of(MaintenanceAction.REMOVE_ORPHANS, MaintenanceAction.EXPIRE)) {
            ActionPlan plan = plan(action, ORDER);
            assertThat(plan.state()).as(action.word()).isEqualTo(DEFERRED);
            assertThat(plan.note()).contains("view lake.default.v cannot be read", "DROP VIEW lake.default.v");
        }
    }

    @Test
    void tableWhoseMetadataIsLostStillHasItsPlace() throws IOException {
        append(tables.create("t", Map.of()), 1);
        Table lost = tables.createAt("lost", tables.load("t").location() + "/lost");
        Files.delete(metadataFile(lost));
        openAgain();

        assertThatThrownBy(() -> plan(MaintenanceAction.REMOVE_ORPHANS, ORDER))
                .hasMessageContaining("also has files of lake.default.lost");
    }

    @Test
    void snapshotsDoNotExpireOfATableThatSharesItsFiles() {
        Table table = tables.create("t", Map.of());
        append(table, 2);
        tables.createAt("twin", table.location());
        clock.advance(DAY.multipliedBy(6));

        assertThatThrownBy(() -> plan(MaintenanceAction.EXPIRE, ORDER))
                .hasMessageContaining("lake.default.t")
                .hasMessageContaining("lake.default.twin");
    }

    @Test
    void orphansStayWhileSnapshotsThatOthersExpiredMayBeRead() {
        Table table = tables.create("t", Map.of());
        append(table, 1);
        Instant read = afterAMillisecond();
        append(table, 1);
        table.expireSnapshots()
                .expireSnapshotId(table.history().get(0).snapshotId())
                .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
                .commit();

        clock.stopAt(read.plus(FLOORS.snapshotAge()));
        assertThat(plan(MaintenanceAction.REMOVE_ORPHANS, ORDER).state()).isEqualTo(DEFERRED);
        clock.stopAt(Instant.now().plusSeconds(1).plus(FLOORS.snapshotAge()));
        assertThat(plan(MaintenanceAction.REMOVE_ORPHANS, ORDER).state()).isEqualTo(PLANNED);
    }

    @Test
    void tableThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> plan(MaintenanceAction.COMPACT, ORDER))
                .hasMessage("Table lake.default.t: there is no such table");
    }

    private ActionPlan plan(MaintenanceAction action, MaintenanceOrder order) {
        return planner.plan(name("t"), action, order, new TableLocations(tables.catalogs));
    }

    /** Without what is remembered of metadata files. */
    private void openAgain() {
        tables.close();
        open();
    }

    private static Path metadataFile(Table table) {
        return Path.of(DeletionPlans.metadata(table).metadataFileLocation().replaceFirst("^file:/*", "/"));
    }

    /** Commits before and after differ from it in their times. */
    private static Instant afterAMillisecond() {
        Instant before = Instant.now();
        while (Instant.now().toEpochMilli() <= before.toEpochMilli() + 1) {
            Thread.onSpinWait();
        }
        return Instant.ofEpochMilli(before.toEpochMilli() + 1);
    }
}
