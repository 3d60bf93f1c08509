package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told of a statement that did not end well is what became of it. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
final class ITSettlement {
    private final TestingCluster cluster;

    ITSettlement(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void partThatFailsDoesNotHideThePartThatWasDone() {
        cluster.update("CREATE TABLE lake.it.part_done (id int)");
        cluster.update("CREATE TABLE lake.it.part_failed (id int)");

        assertThatThrownBy(() -> cluster.update("""
                        FROM VALUES (1) AS v(id)
                        INSERT INTO lake.it.part_done SELECT id
                        INSERT INTO lake.it.part_failed SELECT cast(raise_error('enough') AS int)
                        """))
                .satisfies(partlyDone("lake.it.part_done", "lake.it.part_failed"))
                .hasMessageContaining("enough");

        assertThat(count("lake.it.part_done")).isEqualTo(1);
    }

    @Test
    void partsOfAPreparedStatementAreLookedForWhereTheyWereWritten() throws Exception {
        for (String schema : new String[] {"lake.prepared_in", "lake.executed_in"}) {
            cluster.update("CREATE NAMESPACE " + schema);
            cluster.update("CREATE TABLE " + schema + ".small (id int)");
            cluster.update("CREATE TABLE " + schema + ".heavy (v double)");
        }
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.prepared_in");
            try (FlightSqlClient.PreparedStatement prepared = client.sql()
                    .prepare("FROM VALUES (1) AS t(id) INSERT INTO small SELECT id INSERT INTO heavy SELECT ("
                            + HeavyQuery.TEXT + ")")) {
                client.update("USE lake.executed_in");
                CompletableFuture<Throwable> failure = failureOf(prepared::executeUpdate);
                eventually(Duration.ofSeconds(30), () -> assertThat(count("lake.executed_in.small"))
                        .isEqualTo(1));

                cluster.killEngine();

                assertThat(failure.join()).satisfies(partlyDone("lake.executed_in.small", "lake.executed_in.heavy"));
            }
        }
    }

    @Test
    void whoMaySendAStatementAgainIsTold(@TempDir Path directory) {
        CompletableFuture<Throwable> table =
                failureOf(() -> cluster.update("CREATE TABLE lake.it.never AS " + HeavyQuery.TEXT));
        CompletableFuture<Throwable> files = failureOf(() -> cluster.update(
                "INSERT OVERWRITE DIRECTORY '%s' USING parquet %s".formatted(directory, HeavyQuery.TEXT)));
        eventually(Duration.ofSeconds(30), () -> assertThat(cluster.server().runningStatements())
                .isEqualTo(2));

        cluster.killEngine();

        assertThat(table.join())
                .satisfies(Failure.of("UNAVAILABLE"))
                .hasMessageContaining("had no effect; it can be sent again");
        assertThat(files.join()).satisfies(Failure.of("UNKNOWN")).hasMessageContaining("may have taken effect");
    }

    private static ThrowingConsumer<Throwable> partlyDone(String written, String unwritten) {
        return failure -> assertThat(failure)
                .satisfies(Failure.of("UNKNOWN"))
                .hasMessageContaining("it wrote %s but, as far as can be seen, not %s.".formatted(written, unwritten))
                .satisfies(e -> assertThat(Failure.trailer(e, "x-error-code")).isEqualTo("PARTLY_DONE"));
    }

    private long count(String table) {
        return (long) cluster.query("SELECT count(*) FROM " + table).value();
    }

    private static CompletableFuture<Throwable> failureOf(Runnable statement) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                statement.run();
            } catch (RuntimeException e) {
                return e;
            }
            throw new AssertionError("The statement did not fail");
        });
    }
}
