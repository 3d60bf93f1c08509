package io.lakeflight.server.maintenance;

import static io.lakeflight.server.maintenance.MaintenanceState.DONE;
import static io.lakeflight.server.maintenance.MaintenanceState.FAILED;
import static io.lakeflight.server.maintenance.MaintenanceState.RUNNING;
import static io.lakeflight.server.maintenance.MaintenanceState.UNKNOWN;
import static io.lakeflight.server.maintenance.TestingTables.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.TableName;
import io.lakeflight.server.control.ControlDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMaintenanceStore {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TableName TABLE = name("t");

    @TempDir
    private Path home;

    private ControlDatabase database;
    private MaintenanceStore store;

    @BeforeEach
    void open() {
        database = ControlDatabase.open(home);
        store = new MaintenanceStore(database.jdbi(), "this");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tableIsMaintainedOnceAtATime() {
        String id = begin(TABLE, NOW).orElseThrow();

        assertThat(begin(TABLE, NOW)).isEmpty();
        assertThat(begin(name("other"), NOW)).isPresent();

        store.end(id, report(TABLE, DONE, NOW));
        assertThat(begin(TABLE, NOW)).isPresent();
    }

    @Test
    void namespaceWithADotIsNotOneOfTwoLevels() {
        TableName dotted = new TableName("lake", List.of("we.ird"), "t.x");
        TableName nested = new TableName("lake", List.of("we", "ird"), "t.x");
        store.end(begin(dotted, NOW).orElseThrow(), report(dotted, DONE, NOW));

        assertThat(store.list(Optional.of(nested), Optional.empty(), 10)).isEmpty();
        assertThat(store.list(Optional.of(dotted), Optional.empty(), 10))
                .extracting(MaintenanceReport::table)
                .containsExactly(dotted);
        assertThat(store.last(dotted, MaintenanceAction.COMPACT, List.of(DONE))).contains(NOW);
        assertThat(store.last(nested, MaintenanceAction.COMPACT, List.of(DONE))).isEmpty();
    }

    @Test
    void leaseThatIsNotRenewedIsLost() {
        String id = begin(TABLE, NOW).orElseThrow();
        Instant later = NOW.plus(MaintenanceStore.LEASE).plusSeconds(1);

        store.renew(id, later);
        assertThat(begin(TABLE, later)).isEmpty();
        assertThat(begin(TABLE, later.plus(MaintenanceStore.LEASE).plusSeconds(1)))
                .isPresent();
        assertThat(list()).extracting(MaintenanceReport::state).containsExactly(RUNNING, UNKNOWN);
    }

    @Test
    void whatAKilledServerWasAtIsSettledAndTheRestIsRemembered() {
        MaintenanceReport done = report(TABLE, DONE, NOW.minusSeconds(60));
        store.end(begin(TABLE, NOW.minusSeconds(60)).orElseThrow(), done);
        begin(TABLE, NOW);
        close();
        open();

        assertThat(store.settleOwn(NOW.plusSeconds(5))).isEqualTo(1);

        assertThat(list()).extracting(MaintenanceReport::state).containsExactly(UNKNOWN, DONE);
        assertThat(list().get(0).message()).contains("ended in the middle");
        assertThat(list().get(1)).isEqualTo(done);
        assertThat(begin(TABLE, NOW.plusSeconds(6))).isPresent();
    }

    @Test
    void whatAnotherServerIsAtStays() {
        new MaintenanceStore(database.jdbi(), "another").begin(TABLE, MaintenanceAction.COMPACT, "schedule", NOW);

        assertThat(store.settleOwn(NOW)).isZero();
        assertThat(begin(TABLE, NOW)).isEmpty();
    }

    @Test
    void actionThatFoundNothingLeavesNothing() {
        store.forget(begin(TABLE, NOW).orElseThrow());

        assertThat(list()).isEmpty();
        assertThat(begin(TABLE, NOW)).isPresent();
    }

    @Test
    void lastTimeIsOfTheActionAndTheState() {
        store.end(begin(TABLE, NOW).orElseThrow(), report(TABLE, FAILED, NOW));

        assertThat(store.last(TABLE, MaintenanceAction.COMPACT, List.of(DONE, FAILED)))
                .contains(NOW);
        assertThat(store.last(TABLE, MaintenanceAction.COMPACT, List.of(DONE))).isEmpty();
        assertThat(store.last(TABLE, MaintenanceAction.EXPIRE, List.of(DONE, FAILED)))
                .isEmpty();
    }

    @Test
    void historyIsBoundedInAgeAndNumber() {
        for (int i = 0; i < 10; i++) {
            Instant started = NOW.plus(Duration.ofHours(i));
            store.end(begin(TABLE, started).orElseThrow(), report(TABLE, DONE, started));
        }
        begin(TABLE, NOW.minus(Duration.ofDays(1)));

        store.prune(NOW.plus(Duration.ofHours(3)), 100);
        assertThat(list()).hasSize(8);

        store.prune(NOW, 5);
        assertThat(list()).hasSize(6);
        assertThat(list().get(5).state()).isEqualTo(RUNNING);
    }

    @Test
    void historyIsOfOneTableOrOneCatalog() {
        begin(TABLE, NOW);
        begin(new TableName("sales", "s", "t"), NOW);

        assertThat(store.list(Optional.of(TABLE), Optional.empty(), 9)).hasSize(1);
        assertThat(store.list(Optional.empty(), Optional.of("sales"), 9)).hasSize(1);
        assertThat(store.list(Optional.empty(), Optional.empty(), 1)).hasSize(1);
    }

    private Optional<String> begin(TableName table, Instant now) {
        return store.begin(table, MaintenanceAction.COMPACT, "request", now);
    }

    private static MaintenanceReport report(TableName table, MaintenanceState state, Instant started) {
        return new MaintenanceReport(
                table,
                MaintenanceAction.COMPACT,
                "request",
                state,
                new Extent(1L, 2L, 3L, null),
                "query",
                started,
                started.plusSeconds(1),
                "note");
    }

    private List<MaintenanceReport> list() {
        return store.list(Optional.empty(), Optional.empty(), 100);
    }
}
