package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements that change one table at the same time: each takes place once, or fails as a conflict and not at all. */
@OnSharedCluster
final class ITConcurrentWrites {
    private static final int WRITERS = 4;
    private static final int MOST_ROUNDS = 25;

    private final TestingCluster cluster;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    ITConcurrentWrites(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void close() {
        writers.shutdownNow();
    }

    @Test
    void insertsLoseAndDoubleNoRow() throws Exception {
        cluster.update("CREATE TABLE lake.it.inserts (id INT)");

        List<Boolean> done = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            done.addAll(atTheSameTime("INSERT INTO lake.it.inserts VALUES (1)"));
        }

        long inserted = done.stream().filter(written -> written).count();
        assertThat(inserted).isPositive();
        assertThat(cluster.query("SELECT count(*) FROM lake.it.inserts").value())
                .isEqualTo(inserted);
        assertThat(cluster.query("SELECT summary['lakeflight.query-id'] FROM lake.it.inserts.snapshots")
                        .column())
                .hasSize((int) inserted)
                .doesNotHaveDuplicates();
    }

    @Test
    void conflictSaysThatTheStatementCanBeSentAgain() throws Exception {
        cluster.update(
                "CREATE TABLE lake.it.updates TBLPROPERTIES ('commit.retry.num-retries' = '0')" + " AS SELECT 0 AS n");

        long updates = 0;
        boolean conflict = false;
        for (int round = 0; round < MOST_ROUNDS && !conflict; round++) {
            List<Boolean> done = atTheSameTime("UPDATE lake.it.updates SET n = n + 1");
            updates += done.stream().filter(written -> written).count();
            conflict = done.contains(false);
        }

        assertThat(conflict).isTrue();
        assertThat(cluster.query("SELECT CAST(n AS BIGINT) FROM lake.it.updates")
                        .value())
                .isEqualTo(updates);
    }

    /** Runs a statement in as many sessions; tells of each whether it took effect. */
    private List<Boolean> atTheSameTime(String statement) throws Exception {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            work.add(() -> write(statement));
        }
        List<Boolean> done = new ArrayList<>();
        for (Future<Boolean> result : writers.invokeAll(work)) {
            done.add(result.get());
        }
        return done;
    }

    private boolean write(String statement) {
        try {
            assertThat(cluster.update(statement)).isEqualTo(1);
            return true;
        } catch (FlightRuntimeException e) {
            assertThat(e).satisfies(Failure.of("UNAVAILABLE")).hasMessageContaining("send the statement again");
            assertThat(Failure.trailer(e, "x-sqlstate")).isEqualTo("40001");
            assertThat(Failure.trailer(e, "x-error-code")).isEqualTo("WRITE_CONFLICT");
            return false;
        }
    }
}
