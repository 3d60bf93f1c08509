package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeflight.server.query.QueryState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance of tables that clients use meanwhile. */
@OnSharedCluster
@Timeout(120)
final class ITMaintenance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INSERTS = 6;

    private final TestingCluster cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private TestingClient client;

    @TempDir
    private Path directory;

    ITMaintenance(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
        client.update("CREATE NAMESPACE IF NOT EXISTS lake.maintained");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void smallFilesBecomeOneAndRowsStayAsTheyAre() throws Exception {
        String table = createdByInserts("compacted");

        JsonNode foreseen = run(table, "compact", "\"dry-run\": true");
        assertThat(files(table)).isEqualTo(INSERTS);
        assertThat(snapshots(table)).isEqualTo(INSERTS);
        JsonNode done = run(table, "compact", "\"dry-run\": false");

        assertThat(foreseen.get("state").asText()).isEqualTo("planned");
        assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
        for (String figure : List.of("files", "files-after", "bytes")) {
            assertThat(done.get(figure)).as(figure).isEqualTo(foreseen.get(figure));
        }
        assertThat(done.get("files").asInt()).isEqualTo(INSERTS);
        assertThat(files(table)).isEqualTo(1);
        assertThat(client.query("SELECT id FROM " + table + " ORDER BY id").rows())
                .extracting(row -> row.get(0))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(run(table, "compact", "\"dry-run\": false").get("state").asText())
                .isEqualTo("nothing");
        assertThat(history(table)).hasSize(1).first().isEqualTo(done);
    }

    @Test
    void manifestsAndDeleteFilesBecomeFewer() throws Exception {
        String table = "lake.maintained.deleted";
        client.update("CREATE TABLE " + table + " (id bigint, n int) TBLPROPERTIES ('write.delete.mode' ="
                + " 'merge-on-read', 'format-version' = '2', 'write.delete.granularity' = 'partition',"
                + " 'lakeflight.maintenance.min-manifests' = '5')");
        client.update("INSERT INTO " + table + " SELECT id, 1 FROM range(0, 1000, 1, 1)");
        for (int i = 0; i < INSERTS; i++) {
            client.update("DELETE FROM " + table + " WHERE id = " + i);
        }

        for (String action : List.of("compact-deletes", "rewrite-manifests")) {
            JsonNode foreseen = run(table, action, "\"dry-run\": true");
            JsonNode done = run(table, action, "\"dry-run\": false");
            assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
            assertThat(done.get("files")).isEqualTo(foreseen.get("files"));
            assertThat(done.get("files-after").asInt())
                    .isLessThan(done.get("files").asInt());
        }
        assertThat(client.query("SELECT count(*) FROM " + table).value()).isEqualTo(1_000L - INSERTS);
    }

    @Test
    void snapshotsExpireAsThePolicySaysAndTheReaderOfOneLosesNothing() throws Exception {
        String table = "lake.maintained.streamed";
        client.update("CREATE TABLE " + table + " TBLPROPERTIES ('lakeflight.maintenance.max-snapshot-age' = '1ms',"
                + " 'lakeflight.maintenance.min-snapshots' = '1', 'read.split.target-size' = '1048576',"
                + " 'read.split.open-file-cost' = '1048576') AS SELECT /*+ REPARTITION(60) */ id,"
                + " sha2(cast(id AS string), 512) AS text FROM range(0, 300000, 1, 2)");

        long rows = 0;
        try (TestingClient reader = cluster.client();
                ResultStream stream = reader.open("SELECT * FROM " + table)) {
            assertThat(stream.next()).isTrue();
            rows += stream.root().getRowCount();
            assertThat(run(table, "compact", "\"force\": true").get("state").asText())
                    .isEqualTo("done");
            JsonNode kept = run(table, "expire", "\"force\": true");
            assertThat(kept.get("state").asText()).as(kept.toString()).isEqualTo("nothing");
            assertThat(kept.get("message").asText()).contains("1 more are kept");
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }

        assertThat(rows).isEqualTo(300_000L);
        assertThat(run(table, "expire", "\"force\": false").get("message").asText())
                .contains(table, "max-snapshot-age", "at least 390m");
        JsonNode foreseen = run(table, "expire", "\"force\": true, \"dry-run\": true");
        JsonNode done = run(table, "expire", "\"force\": true");
        assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.get("snapshots").asInt())
                .isEqualTo(foreseen.get("snapshots").asInt())
                .isEqualTo(1);
        assertThat(done.get("files").asInt()).isGreaterThan(60);
        assertThat(snapshots(table)).isEqualTo(1);
        assertThat(client.query("SELECT count(DISTINCT id) FROM " + table).value())
                .isEqualTo(300_000L);
    }

    @Test
    void readerOfHistoryKeepsItFromExpiring() throws Exception {
        String table = createdByInserts("travelled");
        client.update(
                "ALTER TABLE " + table + " SET TBLPROPERTIES ('lakeflight.maintenance.max-snapshot-age' = '1ms')");
        Object oldest = client.query("SELECT snapshot_id FROM " + table + ".snapshots ORDER BY committed_at LIMIT 1")
                .value();
        String travel = "SELECT count(*) FROM " + table + " VERSION AS OF " + oldest;

        try (TestingClient traveller = cluster.client()) {
            var planned = traveller.sql().execute(travel);
            JsonNode deferred = run(table, "expire", "\"force\": true");
            assertThat(deferred.get("state").asText()).as(deferred.toString()).isEqualTo("deferred");
            assertThat(traveller.read(planned).value()).isEqualTo(1L);
        }
        JsonNode done = run(table, "expire", "\"force\": true");
        assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
        assertThat(snapshots(table)).isEqualTo(1);
    }

    /** Iceberg would fail the statement if the files were compacted under it. */
    @Test
    void compactionMakesWayForAStatementThatReplacesRows() throws Exception {
        String table = "lake.maintained.busy";
        client.update("CREATE TABLE " + table + " AS SELECT /*+ REPARTITION(60) */ id,"
                + " sha2(cast(id AS string), 512) AS text FROM range(0, 90000, 1, 2)");

        JsonNode job = send("POST", "/runs", "{\"tables\": [\"%s\"], \"actions\": [\"compact\"]}".formatted(table));
        eventually(Duration.ofSeconds(30), () -> assertThat(
                        cluster.server().runningStatements(QueryState.RUNNING) + reports(job))
                .isPositive());
        assertThat(client.update("DELETE FROM " + table + " WHERE id % 3 = 0")).isEqualTo(30_000L);

        JsonNode report = awaitDone(job).get("reports").get(0);
        // It may have ended before the statement came.
        assertThat(report.get("state").asText()).as(report.toString()).isIn("deferred", "done");
        assertThat(client.query("SELECT count(DISTINCT id) FROM " + table).value())
                .isEqualTo(60_000L);
    }

    @Test
    void orphansGoAndFilesOfOthersStay() throws Exception {
        Path data = data(createdByInserts("cleaned"));
        Path orphan = old(data.resolve("lost.parquet"));
        Path young = Files.writeString(data.resolve("young.parquet"), "being written");
        Path foreign = old(data(createdByInserts("neighbour")).resolve("lost.parquet"));

        JsonNode foreseen = run("lake.maintained.cleaned", "remove-orphans", "\"dry-run\": true");
        assertThat(foreseen.get("state").asText()).as(foreseen.toString()).isEqualTo("planned");
        assertThat(foreseen.get("files").asInt()).isEqualTo(1);
        assertThat(orphan).exists();
        JsonNode done = run("lake.maintained.cleaned", "remove-orphans", "\"dry-run\": false");

        assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.get("files").asInt()).isEqualTo(1);
        assertThat(orphan).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
        assertThat(client.query("SELECT count(*) FROM lake.maintained.cleaned").value())
                .isEqualTo((long) INSERTS);
    }

    @Test
    void commandTellsWhatWouldBeDone() throws Exception {
        String table = createdByInserts("commanded");
        String url = cluster.icebergUri().replace("/iceberg", "");

        try (Launcher dryRun = Launcher.run(directory, "maintain", table, "--dry-run", "--url", url)) {
            assertThat(dryRun.awaitExit()).as(dryRun.errors()).isZero();
            assertThat(dryRun.output()).startsWith("TABLE").containsPattern(table + " +compact +would do +6 -> 1 ");
        }
        try (Launcher unknown = Launcher.run(directory, "maintain", table + "_", "--url", url)) {
            assertThat(unknown.awaitExit()).isEqualTo(1);
            assertThat(unknown.errors()).contains("There is no table " + table + "_ (did you mean " + table);
        }
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        assertRefused("POST", "/runs", "{\"tables\": [\"lake.maintained.none\"]}", 400, "lake.maintained.none");
        assertRefused("POST", "/runs", "{\"tables\": [], \"actions\": [\"vacuum\"]}", 400, "remove-orphans");
        assertRefused("POST", "/runs", "{\"table\": \"lake.tpch.region\"}", 400, "table");
        assertRefused("POST", "/runs", "{}", 400, "No table is named");
        assertRefused("GET", "/runs/none", "", 404, "no such run");
        assertRefused("GET", "/history?limit=many", "", 400, "limit");
        assertRefused("GET", "/policies?catalog=pond", "", 400, "pond");
    }

    private void assertRefused(String method, String path, String body, int status, String reason) throws Exception {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(reason);
    }

    private String createdByInserts(String name) {
        String table = "lake.maintained." + name;
        client.update("CREATE TABLE " + table + " (id bigint)");
        for (int i = 0; i < INSERTS; i++) {
            client.update("INSERT INTO " + table + " VALUES (" + i + ")");
        }
        return table;
    }

    private Path data(String table) {
        String file = String.valueOf(client.query("SELECT file_path FROM " + table + ".files LIMIT 1")
                .value());
        return Path.of(file.replaceFirst("^file:/*", "/")).getParent();
    }

    private static Path old(Path file) throws Exception {
        Files.writeString(file, "left behind");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(10))));
    }

    private long files(String table) {
        return (Long) client.query("SELECT count(*) FROM " + table + ".files").value();
    }

    private long snapshots(String table) {
        return (Long)
                client.query("SELECT count(*) FROM " + table + ".snapshots").value();
    }

    /** Takes one action on one table and returns its report. */
    private JsonNode run(String table, String action, String options) throws Exception {
        JsonNode job = send(
                "POST", "/runs", "{\"tables\": [\"%s\"], \"actions\": [\"%s\"], %s}".formatted(table, action, options));
        JsonNode reports = awaitDone(job).get("reports");
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private int reports(JsonNode job) {
        try {
            return send("GET", "/runs/" + job.get("id").asText(), "")
                    .get("reports")
                    .size();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode awaitDone(JsonNode job) throws IOException, InterruptedException {
        JsonNode last = job;
        while (!last.get("done").asBoolean()) {
            last = send("GET", "/runs/" + job.get("id").asText() + "?wait-millis=20000", "");
        }
        return last;
    }

    private JsonNode history(String table) throws Exception {
        return send("GET", "/history?table=" + table, "");
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        URI uri = URI.create(cluster.icebergUri().replace("/iceberg", "/api/v1/maintenance") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
