package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Where rules and sizes send statements, with two planes whose engines both start on demand. */
@OnOwnCluster
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ITRouting {
    /** Longer than the other plane takes to start, or each would fall asleep meanwhile and be started again. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private static final long LARGEST_SCAN = 64 << 10;
    private static final String RULES = """
            rules:
              - name: loads
                user: etl
                route: batch
              - name: archive is closed
                tables: lake.it.archive
                statement: query
                reject: The archive is read at night only
              - name: writes of audit
                tables: lake.it.audit
                statement: dml
                route: batch
            """;

    private static TestingCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = TestingCluster.builder()
                .dataPlanes(TwoPlanes.planes(Start.ON_DEMAND, IDLE, LARGEST_SCAN))
                .start();
        assertThat(cluster.server().engineProcesses()).isEmpty();
        cluster.update("CREATE NAMESPACE lake.it");
        cluster.update("CREATE TABLE lake.it.small AS SELECT id FROM range(10)");
        cluster.update("CREATE TABLE lake.it.large AS SELECT id, xxhash64(id) AS x FROM range(100000)");
        cluster.update("CREATE TABLE lake.it.archive (id INT)");
        cluster.update("CREATE TABLE lake.it.audit (id INT, zone STRING)");
        Files.writeString(cluster.rulesFile(), RULES);
        awaitRule(TwoPlanes.WHERE, "loads");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void rulesAreAsBefore() throws IOException {
        if (!Files.readString(cluster.rulesFile()).equals(RULES)) {
            Files.writeString(cluster.rulesFile(), RULES);
            awaitRule(TwoPlanes.WHERE, "loads");
        }
    }

    @Test
    void userIsSentToBatch() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl(), "etl", "");
                Statement statement = connection.createStatement()) {
            assertThat(JdbcRows.read(statement.executeQuery(TwoPlanes.WHERE)).texts())
                    .containsExactly(List.of("'Asia/Tokyo'"));
        }
        assertThat(cluster.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_INTERACTIVE);
    }

    @Test
    void groupOfUsersReadsTaggedTablesOnATaggedPlane() throws SQLException, IOException {
        cluster.update(
                "CREATE TABLE lake.it.tagged TBLPROPERTIES ('lakeflight.tags' = 'cold, wide') AS SELECT 1 AS id");
        Files.writeString(cluster.rulesFile(), """
                groups: {analysts: [ann, "bi-*"]}
                rules: [{name: cold, group: analysts, tags: cold, route-to-tag: tokyo}]
                """);
        awaitRule(TwoPlanes.WHERE, "cold");
        String where = "SELECT DISTINCT current_timezone() FROM lake.it.tagged";

        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl(), "bi-7", "");
                Statement statement = connection.createStatement()) {
            assertThat(JdbcRows.read(statement.executeQuery(where)).texts()).containsExactly(List.of("'Asia/Tokyo'"));
            assertThat(JdbcRows.read(statement.executeQuery("EXPLAIN ROUTE " + where))
                            .rows())
                    .contains(List.of("plane", "batch", "chosen", "by rule cold, of 1 tagged tokyo"));
        }
        assertThat(cluster.query(where).value()).isEqualTo(TwoPlanes.ON_INTERACTIVE);
        cluster.update("DROP TABLE lake.it.tagged");
    }

    @Test
    void insertIsSentToBatchAndTakesPlaceOnce() throws SQLException {
        try (Connection connection = cluster.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO lake.it.audit SELECT 1, current_timezone()")) {
            insert.execute();
        }

        assertThat(cluster.query("SELECT zone FROM lake.it.audit").column()).containsExactly(TwoPlanes.ON_BATCH);
    }

    @Test
    void ruleRefusesAStatementBeforeAnyEngineSeesIt() {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.it");

            for (String sql : List.of(
                    "SELECT * FROM archive",
                    "SELECT 1 FROM lake.it.small s JOIN lake.it.archive a ON true",
                    "SELECT /*+ BROADCAST(a) */* FROM archive a",
                    "SELECT * FROM lake.it.archive.branch_main")) {
                assertThatThrownBy(() -> client.query(sql))
                        .satisfies(failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                                .isEqualTo("42501"))
                        .hasMessageContaining("The archive is read at night only");
            }
            assertThatThrownBy(() -> client.sql().prepare("SELECT * FROM archive"))
                    .hasMessageContaining("at night");
            client.update("SET lakeflight.data_plane = batch");
            assertThatThrownBy(() -> client.query("SELECT * FROM archive")).hasMessageContaining("at night");
            client.update("INSERT INTO archive VALUES (1)");
        }
    }

    @Test
    void largeScansGoToTheirPlane() {
        assertThat(cluster.query("SELECT DISTINCT current_timezone() FROM lake.it.large")
                        .value())
                .isEqualTo(TwoPlanes.ON_BATCH);
        assertThat(cluster.query("SELECT DISTINCT current_timezone() FROM lake.it.small")
                        .value())
                .isEqualTo(TwoPlanes.ON_INTERACTIVE);
        assertThat(cluster.query("SELECT DISTINCT current_timezone() FROM lake.it.large WHERE id < 0")
                        .column())
                .isEmpty();
        assertThat(explained("SELECT x FROM lake.it.large WHERE id < 0"))
                .contains("cost bytes to scan interactive", "plane interactive chosen");
        assertThat(explained("SELECT x FROM lake.it.large WHERE id < 0 OR x = 1"))
                .contains("cost bytes to scan batch");
        try (TestingClient client = cluster.client()) {
            client.update("CREATE TEMPORARY VIEW bound AS SELECT 1 AS id");
            assertThat(client.query("SELECT DISTINCT current_timezone() FROM lake.it.large, bound")
                            .value())
                    .isEqualTo(TwoPlanes.ON_INTERACTIVE);
            client.update("DROP VIEW bound");
        }
    }

    @Test
    void fullScanOfAPartitionedTableIsRefused() throws IOException {
        cluster.update(
                "CREATE TABLE lake.it.events PARTITIONED BY (day) AS SELECT id, DATE '2024-01-01' + CAST(id % 3 AS INT) AS day"
                        + " FROM range(300)");
        Files.writeString(cluster.rulesFile(), "rules: [{name: days, full-scan-over: 1KiB, reject: Say which days}]");
        awaitRule(TwoPlanes.WHERE, "days");

        assertThatThrownBy(() -> cluster.query("SELECT count(*) FROM lake.it.events WHERE id > 5"))
                .hasMessageContaining("Say which days");
        assertThat(cluster.query("SELECT count(*) FROM lake.it.events WHERE day = '2024-01-02'")
                        .value())
                .isEqualTo(100L);
        assertThat(cluster.query("EXPLAIN ROUTE SELECT id FROM lake.it.events WHERE day = '2024-01-02'")
                        .rows())
                .filteredOn(row -> "table".equals(row.get(0)))
                .singleElement()
                .satisfies(row -> assertThat(String.valueOf(row.get(3)))
                        .matches("snapshot \\d+, 1 of 3 files, \\d+ of \\d+ bytes, no columns but id, day"));
        cluster.update("DROP TABLE lake.it.events");
    }

    @Test
    void rulesAreReadAgainUnlessTheyAreWrong() throws IOException {
        Files.writeString(cluster.rulesFile(), "rules: [{name: first, client: none, route: batch}]");
        awaitRule(TwoPlanes.WHERE, "first");

        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.lakeflight.server.config");
        log.start();
        logger.addAppender(log);
        Files.writeString(cluster.rulesFile(), "rules: [{name: second, route: nowhere}]");
        eventually(Duration.ofSeconds(10), () -> assertThat(List.copyOf(log.list))
                .anyMatch(event ->
                        event.getFormattedMessage().contains("routing.yaml:1: rules[1].route: is \"nowhere\"")));
        logger.detachAppender(log);

        assertThat(rules(TwoPlanes.WHERE)).containsExactly("first");
    }

    /** Whatever is bound to it; what the client is told of its parameters is what their types are when it runs. */
    @Test
    void preparedStatementIsReadOnceAndItsParametersKeepTheirTypes() {
        String sql = "SELECT id, ? AS told FROM lake.it.small WHERE id > ? AND CAST(id AS STRING) <> ?";
        long before = cluster.server().textsRead();
        try (TestingClient client = cluster.client();
                FlightSqlClient.PreparedStatement prepared = client.sql().prepare(sql);
                VarCharVector told = new VarCharVector("1", client.allocator());
                BigIntVector id = new BigIntVector("2", client.allocator());
                VarCharVector other = new VarCharVector("3", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(told, id, other)) {
            assertThat(prepared.getParameterSchema().getFields())
                    .extracting(ArrowTypes::sqlName)
                    .containsExactly("string", "bigint", "string");
            for (int bound = 5; bound < 8; bound++) {
                told.setSafe(0, "1".getBytes(StandardCharsets.UTF_8));
                id.setSafe(0, bound);
                other.setSafe(0, "9".getBytes(StandardCharsets.UTF_8));
                parameters.setRowCount(1);
                prepared.setParameters(parameters);

                Rows rows = client.read(prepared.execute());

                assertThat(rows.schema().getFields())
                        .extracting(ArrowTypes::sqlName)
                        .containsExactly("bigint", "string");
                assertThat(rows.rows())
                        .containsExactlyInAnyOrderElementsOf(LongStream.range(bound + 1, 9)
                                .mapToObj(number -> List.<Object>of(number, "1"))
                                .toList());
            }
            prepared.clearParameters();
        }

        assertThat(cluster.server().textsRead() - before).isEqualTo(1);
    }

    /** The last one, so that no other has to wait for engines that this one lets go. */
    @Test
    @Order(Integer.MAX_VALUE)
    void routeIsExplainedWhileAllPlanesAreAsleep() throws SQLException {
        eventually(Duration.ofSeconds(60), () -> assertThat(cluster.server().engineProcesses())
                .isEmpty());
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl(), "ann", "");
                Statement statement = connection.createStatement()) {
            JdbcRows rows = JdbcRows.read(
                    statement.executeQuery("EXPLAIN ROUTE INSERT INTO lake.it.archive SELECT id FROM lake.it.large"));

            assertThat(rows.names()).containsExactly("step", "subject", "outcome", "detail");
            assertThat(rows.rows())
                    .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                    .containsExactly(
                            "statement dml read",
                            "table lake.it.large read",
                            "table lake.it.archive written",
                            "cacheable "
                                    + StatementReader.read("INSERT INTO lake.it.archive SELECT id FROM lake.it.large")
                                            .digest()
                                    + " no",
                            "lane spark chosen",
                            "option lakeflight.data_plane not set",
                            "rule loads does not match",
                            "rule archive is closed does not match",
                            "rule writes of audit does not match",
                            "cost bytes to scan batch",
                            "plane batch chosen",
                            "engine batch not running");
            assertThat(rows.rows().get(1).get(3).toString())
                    .matches("snapshot \\d+, \\d+ files, \\d{6,} bytes, no columns but id");
            assertThat(rows.rows().get(6).get(3)).isEqualTo("user is ann (wanted: user etl)");
        }
        assertThat(explained("SHOW TABLES IN lake.it"))
                .contains("lane front chosen")
                .noneMatch(row -> row.startsWith("plane"));
        assertThat(explained("MERGE it INTO what")).first().asString().startsWith("statement dml opaque");
        assertThat(explained("SELECT * FROM lake.it.archive")).contains("plane  refused");
        assertThat(cluster.server().engineProcesses()).isEmpty();
        assertThat(cluster.query("SELECT count(*) FROM lake.it.archive.snapshots")
                        .value())
                .isInstanceOf(Long.class);
    }

    @Test
    void whatTheServerAnswersItselfIsTold() {
        try (TestingClient client = cluster.client()) {
            assertThat(lane(client, "SHOW SCHEMAS"))
                    .containsExactly("front", "chosen", "the server answers it from the catalogs");
            assertThat(lane(client, "SELECT * FROM system.queries"))
                    .containsExactly(
                            "front", "chosen", "the server answers it from the catalogs and what it knows of itself");
            assertThat(client.query("EXPLAIN ROUTE SELECT 1 FROM information_schema.tables")
                            .rows())
                    .contains(List.of(
                            "table",
                            "information_schema.tables",
                            "read",
                            "one of the server's own, which has no snapshot"));
            assertThat(lane(client, "SET lakeflight.data_plane = batch"))
                    .containsExactly(
                            "front", "chosen", "the server answers what is about routing and its own settings");
            assertThat(lane(client, "USE lake.it"))
                    .containsExactly("front", "chosen", "the server changes the session, which no engine has open");
            assertThat(lane(client, "SET spark.sql.shuffle.partitions = 3"))
                    .containsExactly("front", "chosen", "the server changes the session, which no engine has open");
            assertThat(lane(client, "SET -v")).containsExactly("spark", "chosen", "an engine answers it");

            client.query(TwoPlanes.WHERE);
            // An engine that has the session is told first.
            assertThat(lane(client, "USE lake.it")).containsExactly("spark", "chosen", "an engine answers it");
        }
    }

    @Test
    void typesThatAreToldAreThoseOfTheResult() {
        cluster.update("CREATE TABLE lake.it.typed (a INT NOT NULL, b DECIMAL(10,2), c STRING, d DATE, e TIMESTAMP,"
                + " f TIMESTAMP_NTZ, g ARRAY<INT>, h BINARY, i DOUBLE, j BOOLEAN NOT NULL)");
        try (TestingClient client = cluster.client()) {
            for (String sql : List.of(
                    "SELECT * FROM lake.it.typed",
                    "SELECT A, t.c AS other FROM lake.it.typed t WHERE b > 1 ORDER BY d LIMIT 3",
                    "SELECT t.a, s.id, count(*), count(b) FROM lake.it.typed t LEFT JOIN lake.it.small s ON t.a = s.id"
                            + " GROUP BY t.a, s.id",
                    "SELECT s.id, t.a, t.j FROM lake.it.typed t RIGHT JOIN lake.it.small s ON t.a = s.id",
                    "SELECT t.a, u.j FROM lake.it.typed t FULL JOIN lake.it.typed u ON t.a = u.a",
                    "SELECT a, j FROM lake.it.typed GROUP BY a, j")) {
                List<String> told = told(client, sql);
                assertThat(told).as(sql).isEqualTo(found(client, sql));
            }
            for (String sql : List.of(
                    "SELECT a FROM lake.it.typed GROUP BY ROLLUP (a)",
                    "SELECT a, b FROM lake.it.typed UNION ALL SELECT id, 1 FROM lake.it.small",
                    "WITH q AS (SELECT a, c FROM lake.it.typed) SELECT a FROM q",
                    "SELECT (SELECT max(a) FROM lake.it.typed), a + 1 FROM lake.it.typed")) {
                List<String> told = told(client, sql);
                assertThat(told.isEmpty() ? found(client, sql) : told).as(sql).isEqualTo(found(client, sql));
            }
        }
        cluster.update("DROP TABLE lake.it.typed");
    }

    private static List<String> told(TestingClient client, String sql) {
        return client.query("EXPLAIN ROUTE " + sql).rows().stream()
                .filter(row -> "result".equals(row.get(0)))
                .peek(row -> assertThat(row.get(2)).as(sql).isEqualTo("valid"))
                .map(row -> String.valueOf(row.get(1)))
                .filter(types -> !types.isEmpty())
                .flatMap(types -> Stream.of(types.split(", ")))
                .toList();
    }

    /** The types as Spark tells them, and which columns have no nulls. */
    private static List<String> found(TestingClient client, String sql) {
        List<Field> fields =
                client.sql().execute(sql).getSchemaOptional().orElseThrow().getFields();
        List<List<@Nullable Object>> columns =
                client.query("DESCRIBE QUERY " + sql).rows();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            found.add(columns.get(i).get(1) + (fields.get(i).isNullable() ? "" : " not null"));
        }
        return found;
    }

    private static List<Object> lane(TestingClient client, String sql) {
        return client.query("EXPLAIN ROUTE " + sql).rows().stream()
                .filter(row -> "lane".equals(row.get(0)))
                .map(row -> row.subList(1, 4))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cacheableIsWhatTextAndSnapshotsTell() {
        assertThat(cacheable("SELECT sum(id) FROM lake.it.small")).isEqualTo("yes");
        assertThat(cacheable("SELECT id, rand() FROM lake.it.small")).isEqualTo("no");
        try (TestingClient client = cluster.client()) {
            client.update("CREATE TEMPORARY VIEW hidden AS SELECT 1 AS id");
            assertThat(client.query("EXPLAIN ROUTE SELECT id FROM lake.it.small")
                            .rows())
                    .filteredOn(row -> "cacheable".equals(row.get(0)))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get(2)).isEqualTo("no"));
            client.update("DROP VIEW hidden");
        }
    }

    @Test
    void whatIsNoTableIsTold() {
        cluster.update("CREATE VIEW lake.it.seen AS SELECT id FROM lake.it.small");

        assertThat(cluster.query("EXPLAIN ROUTE SELECT * FROM lake.it.seen, lake.it.nowhere")
                        .rows())
                .filteredOn(row -> "table".equals(row.get(0)))
                .extracting(row -> row.get(1) + ": " + row.get(3))
                .containsExactly(
                        "lake.it.nowhere: snapshot and bytes are not known: there is no such table or view",
                        "lake.it.seen: snapshot and bytes are not known: it is a view");
        cluster.update("DROP VIEW lake.it.seen");
    }

    private static String cacheable(String sql) {
        return cluster.query("EXPLAIN ROUTE " + sql).rows().stream()
                .filter(row -> "cacheable".equals(row.get(0)))
                .map(row -> String.valueOf(row.get(2)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plainExplainIsSparks() {
        assertThat(cluster.query("EXPLAIN SELECT id FROM lake.it.small").value().toString())
                .contains("Physical Plan");
        assertThatThrownBy(() -> cluster.query("EXPLAIN ROUTE")).satisfies(Failure.of("INVALID_ARGUMENT"));
    }

    private static void awaitRule(String sql, String name) {
        eventually(Duration.ofSeconds(10), () -> assertThat(rules(sql)).contains(name));
    }

    private static List<String> rules(String sql) {
        return cluster.query("EXPLAIN ROUTE " + sql).rows().stream()
                .filter(row -> "rule".equals(row.get(0)))
                .map(row -> String.valueOf(row.get(1)))
                .toList();
    }

    private static List<String> explained(String sql) {
        return cluster.query("EXPLAIN ROUTE " + sql).rows().stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .toList();
    }
}
