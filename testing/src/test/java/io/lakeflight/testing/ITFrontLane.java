package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.planner.simple.SparkSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers without an engine is what the engine would have answered. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITFrontLane {
    private static final String ALL_TYPES = "b boolean, i int NOT NULL COMMENT 'a count', l bigint, f float, d double,"
            + " n decimal(12,3), day date, ts timestamp, tz timestamp_ntz, s string COMMENT '', v varchar(5), bin binary,"
            + " a array<decimal(5,2)>, m map<string, array<int>>, r struct<x: int, `Y y`: struct<z: string>>";

    private final TestingCluster cluster;
    private final TestingClient front;
    private final TestingClient engine;

    ITFrontLane(TestingCluster cluster) {
        this.cluster = cluster;
        this.front = cluster.client();
        this.engine = cluster.client();
    }

    @BeforeAll
    void createTables() {
        front.update("CREATE NAMESPACE lake.browse");
        front.update("CREATE NAMESPACE lake.browse.`in ner`");
        front.update("CREATE NAMESPACE lake.`2024`");
        front.update("CREATE TABLE lake.browse.types (%s)".formatted(ALL_TYPES));
        front.update("CREATE TABLE lake.browse.`Odd.name` (i int, `p q` string) PARTITIONED BY (`p q`, i)");
        front.update("CREATE TABLE lake.browse.parts (i int, s string, ts timestamp, `p q` date)"
                + " PARTITIONED BY (s, bucket(4, i), truncate(3, s), days(ts), months(`p q`))");
        front.update("CREATE TABLE lake.browse.hours (ts timestamp) PARTITIONED BY (hours(ts))");
        front.update("CREATE TABLE lake.browse.`in ner`.t (i int)");
        front.update("CREATE NAMESPACE lake.described COMMENT 'it''s' WITH DBPROPERTIES ('b' = '1', 'a b' = '2')");
        front.update(
                "CREATE TABLE lake.browse.rich (i int NOT NULL COMMENT 'it''s', r struct<`x y`: int>) PARTITIONED BY"
                        + " (bucket(2, i)) COMMENT 'a \"rich\" table' TBLPROPERTIES ('format-version' = '3', 'odd name' ="
                        + " 'it''s', 'write.delete.mode' = 'merge-on-read')");
        front.update("INSERT INTO lake.browse.rich VALUES (1, NULL), (2, NULL)");
        front.update("CREATE TABLE lake.browse.nested (r struct<a: int NOT NULL COMMENT 'it''s', `b-c`: string>)");
        front.update("CREATE TABLE lake.browse.sorted (i int, j string)");
        front.update("ALTER TABLE lake.browse.sorted WRITE ORDERED BY j DESC, i");
        front.update("CREATE VIEW lake.browse.seen AS SELECT i FROM lake.browse.types");
        for (TestingClient client : List.of(front, engine)) {
            client.update("USE lake.browse");
        }
        // The server leaves everything to the engine that holds something of the session.
        engine.update("DECLARE VARIABLE kept INT");
    }

    @AfterAll
    void close() {
        front.close();
        engine.close();
    }

    @Test
    void routeTellsWhereAnswersComeFrom() {
        assertThat(front.query("EXPLAIN ROUTE SELECT 1").rows())
                .contains(List.of("lane", "front", "chosen", "its text tells the answer"));
        assertThat(front.query("EXPLAIN ROUTE SELECT i FROM types WHERE 1 = 0").rows())
                .contains(
                        List.of("lane", "front", "chosen", "the schema and the metadata of its table tell the answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW CURRENT SCHEMA",
                "SHOW SCHEMAS",
                "show databases -- all",
                "SHOW NAMESPACES IN lake",
                "SHOW SCHEMAS LIKE 'b*|t*'",
                "SHOW SCHEMAS IN browse",
                "SHOW SCHEMAS FROM lake.browse '*'",
                "SHOW SCHEMAS LIKE 'none'",
                "SHOW TABLES",
                "SHOW TABLES LIKE '*P*'",
                "SHOW TABLES IN tpch",
                "SHOW TABLES FROM \"lake\".`tpch` 'LINE*|orders'",
                "SHOW TABLES IN lake.browse.`in ner`",
                "SHOW TABLES IN lake.`2024`",
                "SHOW VIEWS",
                "SHOW VIEWS IN lake.browse LIKE 'x*'",
                "SHOW COLUMNS IN types",
                "SHOW COLUMNS FROM lake.tpch.lineitem;",
                "SHOW COLUMNS IN browse.`Odd.name`",
                "DESCRIBE types",
                "DESC TABLE lake.browse.types",
                "DESCRIBE TABLE browse.`Odd.name`",
                "DESCRIBE parts",
                "DESCRIBE hours",
                "DESCRIBE lake.tpch.lineitem",
                "SELECT 1",
                "SELECT 1;",
                "SELECT 1 AS one, 'a b' AS `two words`, TRUE, 'x', 0, FALSE AS \"f\"",
                "SELECT * FROM types WHERE 1=0",
                "SELECT * FROM nested LIMIT 0",
                "SELECT * FROM lake.tpch.lineitem LIMIT 0",
                "SELECT * FROM \"lake\".\"tpch\".\"nation\" n WHERE 1 <> 1 LIMIT 0",
                "SELECT TRUE AS \"_\" FROM \"tpch\".\"nation\" WHERE 1 <> 1 LIMIT 0",
                "SELECT n.n_name, n_nationkey AS k, n.* FROM lake.tpch.nation AS n WHERE false",
                "SELECT `p q`, i FROM browse.`Odd.name` LIMIT 0",
                "SELECT N_NAME, NATION.n_regionkey AS \"R\" FROM lake.tpch.nation WHERE 'a' = 'b'",
                "SELECT * FROM parts WHERE (0 = 1)",
                "SELECT * FROM lake.browse.`in ner`.t LIMIT 0",
                "DESCRIBE lake.browse.`in ner`.t",
                "DESCRIBE seen",
                "DESCRIBE EXTENDED parts",
                "DESC TABLE EXTENDED lake.browse.rich",
                "DESCRIBE FORMATTED tpch.nation",
                "DESCRIBE TABLE lake.tpch.region r_name",
                "DESC rich I",
                "DESCRIBE SCHEMA lake.tpch",
                "DESCRIBE NAMESPACE EXTENDED lake.described",
                "DESC DATABASE EXTENDED lake.browse.`in ner`",
                "SHOW TBLPROPERTIES rich",
                "SHOW TBLPROPERTIES lake.browse.rich ('odd name')",
                "SHOW TBLPROPERTIES `Odd.name` ('none')",
                "SHOW TBLPROPERTIES sorted",
                "SHOW CREATE TABLE types",
                "SHOW CREATE TABLE lake.browse.`Odd.name`",
                "SHOW CREATE TABLE parts;",
                "SHOW CREATE TABLE rich",
                "SHOW CREATE TABLE sorted",
                "SHOW CREATE TABLE lake.tpch.lineitem"
            })
    void answersAsTheEngineDoes(String statement) {
        Rows expected = engine.query(statement);

        Rows actual = answeredInTheServer(statement);

        requireSame(expected, actual);
    }

    @Test
    void settingsAreChangedAndToldAsTheEngineDoes() {
        List<String> statements = List.of(
                "SET spark.sql.ansi.enabled",
                "SET spark.sql.shuffle.partitions = 7",
                "set  spark.sql.shuffle.partitions",
                "SET spark.sql.session.timeZone=Asia/Tokyo;;",
                "SET spark.sql.session.timeZone",
                "SET TIME ZONE '-03:30' ;",
                "SET spark.sql.session.timeZone",
                "SET hive.exec.dynamic.partition = a b\n",
                "SET hive.exec.dynamic.partition",
                "SET spark.sql.storeAssignmentPolicy = legacy",
                "SET spark.sql.extendedExplainProviders",
                "RESET spark.sql.session.timeZone",
                "SET spark.sql.session.timeZone",
                "RESET spark.sql.adaptive.enabled",
                "RESET;",
                "SET spark.sql.shuffle.partitions = 3",
                "RESET spark.sql.storeAssignmentPolicy");
        try (TestingClient session = cluster.client();
                TestingClient inEngine = cluster.client()) {
            inEngine.update("DECLARE VARIABLE kept INT");
            List<Rows> actual = new ArrayList<>();
            withoutEngine(() -> statements.forEach(statement -> actual.add(session.query(statement))));
            for (int index = 0; index < statements.size(); index++) {
                requireSame(inEngine.query(statements.get(index)), actual.get(index));
            }
        }
    }

    @Test
    void everySettingIsToldAsTheEngineTells() throws IOException {
        try (BufferedReader settings = new BufferedReader(new InputStreamReader(
                        SparkSetting.class.getResourceAsStream("spark-settings.txt"), StandardCharsets.UTF_8));
                TestingClient session = cluster.client()) {
            List<String> questions = settings.lines()
                    .filter(line -> !line.startsWith("#") && !line.endsWith("|"))
                    .map(line -> line.substring(0, line.indexOf('|')))
                    // The rest may be secret to Spark, by its name.
                    .filter(name -> !name.toLowerCase(Locale.ROOT).matches(".*(access|key|url).*"))
                    .map(name -> "SET " + name)
                    .toList();
            List<List<List<Object>>> actual = new ArrayList<>();
            withoutEngine(() -> questions.forEach(
                    question -> actual.add(session.query(question).rows())));

            assertThat(questions).hasSizeGreaterThan(100);
            assertThat(actual)
                    .isEqualTo(questions.stream()
                            .map(question -> engine.query(question).rows())
                            .toList());
        }
    }

    /** Of others it is not known what Spark makes of them, or it is known that it refuses them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET spark.sql.shuffle.partitions = 0",
                "SET spark.sql.ansi.enabled = maybe",
                "SET spark.executor.memory = 1g",
                "SET spark.sql.catalog.lake = x",
                "SET spark.sql.warehouse.dir = x",
                "RESET spark.sql.catalog.lake",
                "SET TIME ZONE 'Nowhere/Land'",
                "SET spark.sql.session.timeZone = 'UTC'",
                "SET a.b = c; ;",
                "RESET a.b c"
            })
    void settingsAreRefusedAsTheEngineDoes(String statement) {
        try (TestingClient client = cluster.client()) {
            assertThat(messageOf(client, statement)).isEqualTo(messageOf(engine, statement));
        }
    }

    @Test
    void everyCatalogIsShown() {
        assertThat(answeredInTheServer("SHOW CATALOGS").column()).contains("lake");
        assertThat(answeredInTheServer("SHOW CATALOGS LIKE 'x*'").rows()).isEmpty();
        // Spark has some of its own beside them.
        try (TestingClient client = cluster.client()) {
            client.update("CREATE TEMPORARY VIEW shown AS SELECT 1 AS one");

            assertThat(client.query("SHOW CATALOGS").column())
                    .isEqualTo(answeredInTheServer("SHOW CATALOGS").column());
        }
    }

    @Test
    void preparedStatementsAndMetadataAreAnsweredWithoutAnEngine() throws Exception {
        EngineProcess process = EngineProcess.of(cluster);
        process.pause();
        try (Connection connection = cluster.connect();
                ResultSet rows = connection.createStatement().executeQuery("DESCRIBE lake.tpch.region")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("col_name")).isEqualTo("r_regionkey");
            assertThat(rows.getString("data_type")).isEqualTo("bigint");
        } finally {
            process.resume();
        }
    }

    @Test
    void changesAreSeenAtOnce() {
        front.update("CREATE TABLE lake.browse.brief (i int)");
        assertThat(front.query("SHOW TABLES LIKE 'brief'").rows()).hasSize(1);
        front.update("ALTER TABLE lake.browse.brief ADD COLUMN j string");
        assertThat(front.query("SHOW COLUMNS IN brief").column()).containsExactly("i", "j");
        front.update("DROP TABLE lake.browse.brief");
        assertThat(front.query("SHOW TABLES LIKE 'brief'").rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW TABLES IN lake.nowhere",
                "DESCRIBE lake.tpch.regoin",
                "SHOW COLUMNS IN nothing",
                "SHOW SCHEMAS IN lake.nowhere",
                "DESCRIBE lake",
                "SELECT 1a",
                "SELECT 1_000",
                "SELECT 1 'abc'",
                "SELECT 1 AS größe",
                "SELECT STREAM 1",
                "SELECT * AS x FROM lake.tpch.nation LIMIT 0",
                "SELECT * FROM lake.tpch.nation LIMIT 0.0"
            })
    void unknownNamesAreExplainedAsEver(String statement) {
        String expected = messageOf(engine, statement);

        assertThat(messageOf(front, statement)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT -1",
                "SELECT 1.",
                "SELECT r'abc'",
                "SELECT 'a' COLLATE UTF8_LCASE",
                "SELECT 'a' 'b'",
                "SELECT 7 WHERE 1 = 0",
                "SELECT 1.5, 3000000000, 1L, NULL, DATE '2020-01-01'",
                "SELECT ' a', 'it''s', '\\n'",
                "SELECT 1 LIMIT 1",
                "SELECT 007",
                "SELECT DISTINCT 1",
                "SELECT N_NAME FROM lake.tpch.nation LIMIT 0",
                "SELECT * FROM seen LIMIT 0",
                "SELECT * FROM lake.tpch.nation.snapshots LIMIT 0",
                "SELECT nation.n_name FROM lake.tpch.nation WHERE 1=0",
                "SELECT count(*) FROM lake.tpch.nation WHERE 1=0",
                "SELECT * FROM lake.tpch.nation WHERE 1=0 OR n_nationkey = 1",
                "SELECT * FROM lake.tpch.nation WHERE 1=1 LIMIT 3",
                "SELECT * FROM nation, region WHERE 1=0"
            })
    void otherQueriesAreTheEngines(String statement) {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            if (statement.contains("seen")) {
                client.update("USE lake.browse");
                engine.update("USE lake.browse");
            } else {
                engine.update("USE lake.tpch");
            }
            Rows expected = engine.query(statement);
            Rows actual = client.query(statement);

            requireSame(expected, actual);
        } finally {
            engine.update("USE lake.browse");
        }
    }

    @Test
    void settingsThatChangeColumnsAreHeeded() {
        try (TestingClient client = cluster.client()) {
            client.update("SET TIME ZONE 'Asia/Tokyo'");

            assertThat(client.query("SELECT ts FROM lake.browse.types LIMIT 0")
                            .schema()
                            .toJson())
                    .contains("Asia/Tokyo");
        }
    }

    @Test
    void temporaryViewsAreFoundFirst() {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.browse");
            client.update("CREATE TEMPORARY VIEW types AS SELECT 1 AS only");

            assertThat(client.query("SHOW COLUMNS IN types").column()).containsExactly("only");
        }
    }

    private Rows answeredInTheServer(String statement) {
        List<Rows> answer = new ArrayList<>();
        withoutEngine(() -> answer.add(front.query(statement)));
        return answer.get(0);
    }

    private void withoutEngine(Runnable work) {
        EngineProcess process = EngineProcess.of(cluster);
        process.pause();
        try {
            work.run();
        } finally {
            process.resume();
        }
    }

    private static void requireSame(Rows expected, Rows actual) {
        assertThat(actual.schema().toJson()).isEqualTo(expected.schema().toJson());
        assertThat(actual.rows()).isEqualTo(expected.rows());
    }

    /** Without the statement's own id. */
    private static String messageOf(TestingClient client, String statement) {
        Throwable[] failure = new Throwable[1];
        assertThatThrownBy(() -> client.query(statement)).satisfies(e -> failure[0] = e);
        return failure[0].getMessage().replaceAll("\\d{8}_\\d{6}_[\\w-]+", "");
    }
}
