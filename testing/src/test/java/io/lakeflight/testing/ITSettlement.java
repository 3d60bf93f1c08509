package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.query.QueryState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is told of a statement that did not end well is what became of it. */
@OnSharedCluster
@Timeout(120)
final class ITSettlement {
    private final TestingCluster cluster;

    ITSettlement(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void partThatFailsDoesNotHideThePartThatWasDone() {
        cluster.update("CREATE TABLE lake.it.part_source AS SELECT 1 AS id");
        cluster.update("CREATE TABLE lake.it.part_done (id int)");
        cluster.update("CREATE TABLE lake.it.part_failed (id int)");

        assertThatThrownBy(() -> cluster.update("""
                        FROM lake.it.part_source
                        INSERT INTO lake.it.part_done SELECT id
                        INSERT INTO lake.it.part_failed SELECT raise_error('enough: ' || id)
                        """))
                .satisfies(partlyDone("lake.it.part_done", "lake.it.part_failed"))
                .hasMessageContaining("enough: 1");

        assertThat(count("lake.it.part_done")).isEqualTo(1);
    }

    @Test
    void partsOfAPreparedStatementAreLookedForWhereTheyWereWritten() throws Exception {
        for (String schema : new String[] {"lake.prepared_in", "lake.executed_in"}) {
            cluster.update("CREATE NAMESPACE " + schema);
            cluster.update("CREATE TABLE " + schema + ".source AS SELECT 1 AS id");
            cluster.update("CREATE TABLE " + schema + ".light (id int)");
            cluster.update("CREATE TABLE " + schema + ".heavy (v double)");
        }
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.prepared_in");
            try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare("""
                    FROM source
                    INSERT INTO light SELECT id
                    INSERT INTO heavy SELECT x
                        LATERAL VIEW explode(sequence(1, id * 1000000)) a AS x
                        LATERAL VIEW explode(sequence(1, id * 1000000)) b AS y
                        WHERE sqrt(x) * sin(y) > 1e9
                    """)) {
                client.update("USE lake.executed_in");
                CompletableFuture<Throwable> failure = failureOf(prepared::executeUpdate);
                eventually(Duration.ofSeconds(30), () -> assertThat(table("GET", "executed_in", "light"))
                        .contains("lakeflight.query-id"));

                cluster.killEngine();

                assertThat(failure.get(30, TimeUnit.SECONDS))
                        .satisfies(partlyDone("lake.executed_in.light", "lake.executed_in.heavy"));
            }
        }
    }

    @Test
    void whoMaySendAStatementAgainIsTold() throws Exception {
        cluster.update("CREATE TABLE lake.it.vanishing (v double)");
        CompletableFuture<Throwable> created =
                failureOf(() -> cluster.update("CREATE TABLE lake.it.never AS " + HeavyQuery.TEXT));
        CompletableFuture<Throwable> vanished =
                failureOf(() -> cluster.update("INSERT INTO lake.it.vanishing " + HeavyQuery.TEXT));
        EngineProcess engine = EngineProcess.of(cluster);
        eventually(Duration.ofSeconds(30), () -> {
            // One that is still being planned would be planned again by the next engine, and executed there for hours.
            assertThat(cluster.server().runningStatements(QueryState.RUNNING)).isEqualTo(2);
            assertThat(engine.busyProcessors()).isGreaterThan(0.4);
        });

        table("DELETE", "it", "vanishing");
        cluster.killEngine();

        assertThat(created.get(30, TimeUnit.SECONDS))
                .satisfies(Failure.of("UNAVAILABLE"))
                .hasMessageContaining("had no effect; it can be sent again");
        assertThat(vanished.get(30, TimeUnit.SECONDS))
                .satisfies(Failure.of("UNKNOWN"))
                .hasMessageContaining("may have taken effect");
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

    /** Asks the catalog for a table; an engine that works hard is not asked. */
    private String table(String method, String schema, String table) {
        URI address = URI.create("%s/v1/lake/namespaces/%s/tables/%s".formatted(cluster.icebergUri(), schema, table));
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
