package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.ErrorCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ITErrors {
    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void syntaxErrorHasItsPlace() {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze("SELECT 1\nFROM a b c d"));
        assertThat(error.getSqlState()).isEqualTo("42601");
        assertThat(error.getCondition()).isEqualTo("PARSE_SYNTAX_ERROR");
        assertThat(error.getLine()).isEqualTo(2);
        assertThat(error.getColumn()).isEqualTo(10);
        assertThat(error.getMessage()).doesNotContain("SQLSTATE").doesNotContain("== SQL");
    }

    @Test
    void missingTableHasItsPlaceAndName() {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze("SELECT *\n  FROM nowhere"));
        assertThat(error.getCondition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(error.getSqlState()).isEqualTo("42P01");
        assertThat(error.getLine()).isEqualTo(2);
        assertThat(error.getColumn()).isEqualTo(8);
        assertThat(error.getParametersMap()).containsEntry("relationName", "`nowhere`");
        assertThat(error.getMessage()).doesNotContain("UnresolvedRelation").doesNotContain("line 2");
    }

    @Test
    void failureInATaskHasItsPlace() {
        EngineError error = TestingEngine.errorOf(() -> engine.rows("SELECT 1 /\n (id - id) FROM range(3)"));
        assertThat(error.getCondition()).isEqualTo("DIVIDE_BY_ZERO");
        assertThat(error.getSqlState()).isEqualTo("22012");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.USER);
        assertThat(error.getLine()).isEqualTo(1);
        assertThat(error.getColumn()).isEqualTo(8);
        assertThat(error.getMessage()).doesNotContain("at org.apache");
    }

    @Test
    void deepNestingIsAnErrorNotACrash() {
        String sql = "SELECT id" + " + 1".repeat(200_000) + " FROM range(2)";
        EngineError error = TestingEngine.errorOf(() -> engine.rows(sql));
        assertThat(error.getSqlState()).isEqualTo("54001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT sequence(1, 2000000000)", "SELECT array_repeat('x', 2000000000) FROM range(1)"})
    void statementThatWantsTooMuchMemoryFailsAlone(String sql) {
        EngineError error = TestingEngine.errorOf(() -> engine.rows(sql));
        assertThat(error.getSqlState()).isEqualTo("53200");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.RESOURCES);
        assertThat(error.getMessage()).contains("needs more memory than the engine has left");

        assertThat(engine.rows("SELECT count(*) FROM range(0, 1000, 1, 4)").get(0))
                .containsExactly(1000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:PATH}", "${system:java.home}", "${spark.master}", "${spark:spark.master}"})
    void textsAreNotFilledFromTheEnginesSurroundings(String reference) {
        assertThat(engine.rows("SELECT '" + reference + "'").get(0)).containsExactly(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET spark.sql.catalog.x = some.Class",
                "SET spark.sql.catalog.lake.uri = http://elsewhere",
                "SET spark.sql.runSQLOnFiles = true",
                "SET spark.sql.variable.substitute = true",
                "RESET spark.sql.extensions",
                "SET spark.sql.optimizer.excludedRules = io.lakeflight.engine.spark.pruning.FloatPruning",
                "SET spark.scheduler.pool = placeholders",
                "SET spark.job.tags = none",
                "SET spark.jobGroup.id = none",
                "RESET spark.job.interruptOnCancel",
                "SET spark.sql.execution.id = 1",
                "SET spark.hadoop.fs.defaultFS",
                "ADD JAR '/some.jar'",
                "ADD FILE '/etc/passwd'",
                "ADD ARCHIVE '/some.zip'",
                "LIST JARS",
                "LIST FILES",
                "INSERT OVERWRITE DIRECTORY '/out' USING csv SELECT 1",
                "INSERT OVERWRITE LOCAL DIRECTORY '/out' USING csv SELECT 1",
                "CREATE FUNCTION lake.db.f AS 'some.Class' USING JAR '/some.jar'",
                "CREATE FUNCTION spark_catalog.default.f(x INT) RETURNS INT RETURN x",
                "CREATE TEMPORARY FUNCTION f AS 'some.Class' USING JAR '/some.jar'",
                "CREATE TEMPORARY VIEW v USING csv OPTIONS (path '/etc/passwd')",
                "CREATE TABLE spark_catalog.default.t USING csv OPTIONS (path '/etc/passwd')",
                "CREATE TABLE spark_catalog.default.t (a string) USING csv LOCATION '/etc/passwd'",
                "CREATE TABLE spark_catalog.default.t USING csv LOCATION '/out' AS SELECT 1 AS a",
                "CREATE DATABASE spark_catalog.d LOCATION '/out'",
                "SELECT TRANSFORM (id) USING 'cat' AS (line string) FROM range(1)",
                "SELECT from_xml('<p/>', 'a INT', map('rowValidationXSDPath', '/etc/passwd'))",
                "SELECT FROM_XML('<p/>', 'a INT', map('ROWVALIDATION' || 'XSDPATH', '/etc/passwd'))",
                "SELECT from_xml('<p/>', schema_of_xml('<p/>', map('rowValidationXSDPath', '/etc/passwd')))",
                "WITH t AS (SELECT TRANSFORM (id) USING 'cat' AS (line string) FROM range(1)) SELECT * FROM t"
            })
    void hostIsOutOfReach(String sql) {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze(sql));
        assertThat(error.getSqlState()).as(error.getMessage()).isEqualTo("42501");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.USER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT system.builtin.java_method('java.lang.System', 'getProperty', 'user.home')",
                "SELECT * FROM VALUES (try_reflect('java.lang.System', 'getProperty', 'user.home'))"
            })
    void methodsOfTheEngineAreNoFunctions(String sql) {
        assertThat(TestingEngine.errorOf(() -> engine.analyze(sql)).getSqlState())
                .isEqualTo("42883");
    }

    @Test
    void changesOfATableHaveNoDirectory() {
        engine.execute("CREATE TABLE changing (a INT)");

        EngineError error = TestingEngine.errorOf(() -> engine.analyze(
                "CALL lake.system.remove_orphan_files(table => 'lake.db.changing.changes', location => '/tmp')"));

        assertThat(error.getSqlState()).isEqualTo("42000");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.USER);
    }

    @Test
    void functionsOfXmlWorkWithOtherOptions() {
        assertThat(engine.rows("SELECT from_xml('<p><a>07</a></p>', 'a STRING', map('mode', 'FAILFAST')).a,"
                        + " schema_of_xml('<p><a>1</a></p>', map('rowTag', 'p'))"))
                .containsExactly(List.of("07", "STRUCT<a: BIGINT>"));
    }

    @Test
    void filesAreNoTables() {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze("SELECT * FROM csv.`/etc/passwd`"));
        assertThat(error.getSqlState()).isEqualTo("42P01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO no_nulls VALUES (NULL, 'x')",
                "INSERT INTO no_nulls SELECT CAST(NULL AS INT), 'x'",
                "INSERT INTO no_nulls SELECT if(id > 3, NULL, id), 'x' FROM range(9)",
                "UPDATE no_nulls SET i = NULL",
                "MERGE INTO no_nulls t USING (SELECT 1 AS i) s ON t.i = s.i WHEN MATCHED THEN UPDATE SET t.i = NULL",
            })
    void nullForAColumnThatTakesNoneNamesColumnAndTable(String sql) {
        engine.execute("CREATE TABLE IF NOT EXISTS no_nulls (i INT NOT NULL, s STRING)");
        engine.execute("INSERT INTO no_nulls VALUES (1, 'x')");

        EngineError error = TestingEngine.errorOf(() -> engine.execute(sql));

        assertThat(error.getSqlState()).as(error.getMessage()).isEqualTo("23502");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.USER);
        assertThat(error.getMessage()).endsWith("of table lake.db.no_nulls takes no NULL");
        assertThat(error.getMessage()).startsWith(sql.startsWith("INSERT") ? "Column i " : "");
    }

    @Test
    void missingFileNamesItsTable() throws Exception {
        engine.execute("CREATE TABLE without_file AS SELECT 1 AS i");
        String file = (String) engine.rows("SELECT file_path FROM db.without_file.files")
                .get(0)
                .get(0);
        Files.delete(Path.of(file.replaceFirst("^file:", "")));

        EngineError error = TestingEngine.errorOf(
                () -> engine.rows("SELECT w.i FROM without_file w CROSS JOIN (SELECT count(*) FROM range(3)) r"));

        assertThat(error.getSqlState()).isEqualTo("58030");
        assertThat(error.getMessage())
                .startsWith("A file of table lake.db.without_file is missing: ")
                .doesNotContain("cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALL lake.system.compact('t')", "CALL lake.sys.rewrite_data_files('db.t')"})
    void unknownProcedureIsToldWithThoseThereAre(String sql) {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze(sql));

        assertThat(error.getSqlState()).as(error.getMessage()).isEqualTo("42883");
        assertThat(error.getMessage())
                .startsWith("There is no procedure ")
                .contains("rewrite_data_files, rewrite_manifests")
                .doesNotContain("add_files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL nope.system.expire_snapshots('db.t')",
                "CALL nope.system.expire_snapshots(table => 'db.t', retain_last => 1)",
                "CALL nope.system.compact('t')"
            })
    void unknownCatalogOfAProcedureIsTold(String sql) {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze(sql));

        assertThat(error.getSqlState()).as(error.getMessage()).isEqualTo("3D000");
        assertThat(error.getMessage())
                .startsWith("There is no catalog \"nope\"")
                .contains("SHOW CATALOGS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE copy LIKE original",
                "CREATE TABLE IF NOT EXISTS lake.db.copy LIKE lake.db.original",
                "create table `lake`.db.\"copy\" like original"
            })
    void tableLikeAnotherIsNotSupported(String sql) {
        EngineError error = TestingEngine.errorOf(() -> engine.analyze(sql));

        assertThat(error.getSqlState()).as(error.getMessage()).isEqualTo("0A000");
        assertThat(error.getMessage()).contains("CREATE TABLE … AS SELECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE stuck UNSET TBLPROPERTIES ('commit.retry.num-retries')",
                "ALTER TABLE stuck SET TBLPROPERTIES ('commit.retry.num-retries' = '4', 'commit.retry.min-wait-ms' ="
                        + " '10')"
            })
    void tableWithAPropertyThatBreaksCommitsIsMended(String mending) {
        engine.execute("CREATE OR REPLACE TABLE stuck (i INT)");
        engine.execute("ALTER TABLE stuck SET TBLPROPERTIES ('commit.retry.num-retries' = 'abc')");
        assertThat(TestingEngine.errorOf(() -> engine.execute("INSERT INTO stuck VALUES (1)"))
                        .getMessage())
                .contains("abc");

        engine.execute(mending);
        engine.execute("INSERT INTO stuck VALUES (1)");

        assertThat(engine.rows("SELECT count(*) FROM stuck")).containsExactly(List.of(1L));
    }

    @Test
    void scriptsAndImmediateExecutionAreRefused() {
        assertThat(TestingEngine.errorOf(() -> engine.analyze("EXECUTE IMMEDIATE 'SELECT 1'"))
                        .getSqlState())
                .isEqualTo("0A000");
    }

    @Test
    void unknownSessionIsToldSo() {
        EngineError error = TestingEngine.errorOf(() -> engine.execute("nobody", "SELECT 1"));
        assertThat(error.getCondition()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(error.getCategory()).isEqualTo(ErrorCategory.RESOURCES);
    }

    @Test
    void callWithoutTokenIsRefused() throws Exception {
        try (FlightClient stranger = engine.connect()) {
            assertThatThrownBy(() ->
                            stranger.doAction(new Action(EngineProtocol.HEALTH)).hasNext())
                    .isInstanceOfSatisfying(
                            FlightRuntimeException.class,
                            e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
        }
    }
}
