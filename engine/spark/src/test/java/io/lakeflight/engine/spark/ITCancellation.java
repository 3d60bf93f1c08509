package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ITCancellation {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String SLOW =
            "SELECT count(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE a.id * b.id %% 7 = %d";

    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void runningQueryStops() {
        Statement statement = engine.statement("s", SLOW.formatted(8));
        CompletableFuture<EngineError> error =
                CompletableFuture.supplyAsync(() -> TestingEngine.errorOf(() -> engine.rows(statement)));
        TestingEngine.eventually(() -> engine.activeTasks() > 0);

        engine.cancel(statement.getQueryId());

        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
        assertThat(error.join().getCategory()).isEqualTo(ErrorCategory.CANCELED);
        assertThat(error.join().getSqlState()).isEqualTo("57014");
    }

    @Test
    void runningInsertStops() {
        engine.execute("CREATE TABLE never (n BIGINT)");
        Statement statement = engine.statement("s", "INSERT INTO never " + SLOW.formatted(9));
        CompletableFuture<EngineError> error =
                CompletableFuture.supplyAsync(() -> TestingEngine.errorOf(() -> engine.execute(statement)));
        TestingEngine.eventually(() -> engine.activeTasks() > 0);

        engine.cancel(statement.getQueryId());

        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
        assertThat(error.join().getSqlState()).isEqualTo("57014");
        assertThat(engine.rows("SELECT * FROM never")).isEmpty();
    }

    @Test
    void cancelBeforeTheStatementWins() {
        Statement statement = engine.statement("s", "SELECT 1");
        engine.cancel(statement.getQueryId());
        assertThat(TestingEngine.errorOf(() -> engine.rows(statement)).getSqlState())
                .isEqualTo("57014");
    }

    @Test
    void stalledReaderHoldsNoTaskAndOthersProceed() throws Exception {
        Statement statement = engine.statement("s", "SELECT id, uuid() AS u FROM range(0, 6000000, 1, 60)");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();

            TestingEngine.eventually(() -> engine.activeTasks() == 0 && engine.storedBlocks() > 0);
            assertThat(engine.rows("SELECT count(*) FROM range(1000, 2000, 1, 4)")
                            .get(0)
                            .get(0))
                    .isEqualTo(1000L);
            assertThat(engine.storedBlocks()).isLessThan(100);

            engine.cancel(statement.getQueryId());
            TestingEngine.eventually(SOON, () -> engine.storedBlocks() == 0);
        } catch (FlightRuntimeException e) {
            assertThat(TestingEngine.error(e).getSqlState()).isEqualTo("57014");
        }
    }

    @Test
    void readerThatGoesAwayStopsTheQuery() throws Exception {
        Statement statement = engine.statement("s", "SELECT id, uuid() AS u FROM range(0, 6000000, 1, 60)");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();
            stream.cancel("enough", null);
        } catch (FlightRuntimeException e) {
            assertThat(e.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        }
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0 && engine.storedBlocks() == 0);
    }

    /** Whether the stream notices first or the cancel arrives first, no task may stay behind waiting for a reader. */
    @RepeatedTest(10)
    void readerThatGoesAwayEndsTasksThatWouldNever() throws Exception {
        Statement statement = engine.statement(
                "s", "SELECT a.id, uuid() AS u FROM range(0, 1000000, 1, 2) a CROSS JOIN range(1000000) b");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();
            TestingEngine.eventually(() -> engine.storedBlocks() > 20);
            stream.cancel("enough", null);
        } catch (FlightRuntimeException e) {
            assertThat(e.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        }
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0 && engine.storedBlocks() == 0);
    }

    @Test
    void millionsOfRowsStreamInBoundedMemory() throws Exception {
        long rows = 0;
        try (FlightStream stream = engine.stream(engine.statement("s", "SELECT id, id * 2 AS d FROM range(6000000)"))) {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        }
        assertThat(rows).isEqualTo(6_000_000);
        assertThat(engine.storedBlocks()).isZero();
    }
}
