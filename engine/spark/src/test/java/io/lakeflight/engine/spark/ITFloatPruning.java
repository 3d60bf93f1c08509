package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Iceberg's statistics leave out is what Spark would leave out, whatever the floating-point values. */
class ITFloatPruning {
    private static final String VALUES =
            "VALUES (1, -0.0D), (2, 0.0D), (3, double('NaN')), (4, 5D), (5, -5D), (6, NULL), (7, double('Infinity')),"
                    + " (8, double('-Infinity')) AS v(id, f)";
    private static final String ROWS =
            "(SELECT id, cast(f AS %1$s) AS f, named_struct('f', cast(f AS %1$s)) AS s FROM " + VALUES + ")";

    private static final String SESSION = "float-pruning";

    /** What rows without a table answer, by the relation and its conditions: several tables are compared with it. */
    private static final Map<List<Object>, Map<String, Set<Object>>> ANSWERS = new HashMap<>();

    private final TestingEngine engine = TestingEngine.shared();

    @BeforeAll
    static void openSession() {
        TestingEngine.shared().openWithoutCode(SESSION);
    }

    @ParameterizedTest
    @CsvSource({
        "double_by_id, DOUBLE, id, 2",
        "float_by_id, FLOAT, id, 2",
        "double_by_value, DOUBLE, f, 2",
        "float_by_value, FLOAT, f, 3",
        "double_in_buckets, DOUBLE, 'bucket(3, id)', 3",
    })
    void conditionsMatchWhatSparkSaysTheyDo(String table, String type, String partitions, int version) {
        create(table, type, partitions, "'format-version' = '%d'".formatted(version));
        List<String> conditions = conditions();

        assertThat(matches(table, conditions)).isEqualTo(expected(ROWS.formatted(type), conditions));
    }

    @Test
    void fieldsAndViewsMatchAlike() {
        create("nested", "DOUBLE", "id", "'format-version' = '2'");
        execute("CREATE TEMPORARY VIEW nested_view AS SELECT id, s.f + 0 AS g, s FROM nested WHERE s.f > -6");
        List<String> conditions = conditions().stream()
                .map(text -> text.replaceAll("\\bf\\b", "s.f"))
                .toList();
        String rows = ROWS.formatted("DOUBLE");

        assertThat(matches("nested", conditions)).isEqualTo(expected(rows, conditions));
        assertThat(matches("nested_view", conditions))
                .isEqualTo(expected("(SELECT * FROM " + rows + " WHERE s.f > -6)", conditions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "id"})
    void joinsFindEveryPartition(String partitions) {
        String fact = "joined_by_" + partitions;
        create(fact, "DOUBLE", partitions, "'format-version' = '2'");
        execute("CREATE OR REPLACE TABLE keys AS SELECT * FROM VALUES ('a', 0D), ('a', double('NaN')), ('b', 5D)"
                + " AS v(kind, f)");
        String join = "SELECT t.id FROM %s t JOIN keys k ON t.f = k.f WHERE k.kind = 'a' AND t.f > -1";

        assertThat(ids(join.formatted(fact)))
                .isEqualTo(ids(join.formatted(ROWS.formatted("DOUBLE"))))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "copy-on-write, id",
        "merge-on-read, id",
        "copy-on-write, f",
        "merge-on-read, f",
    })
    void rowsAreDeletedAndChanged(String mode, String partitions) {
        String properties = "'format-version' = '2', 'write.delete.mode' = '%1$s', 'write.update.mode' = '%1$s',"
                + " 'write.merge.mode' = '%1$s'";
        for (String condition : List.of("f > 1", "f = 0", "NOT (f <= 5)", "f < 5", "f IN (0D, 7D)", "f <> 5")) {
            String rows = ROWS.formatted("DOUBLE");
            create("changed", "DOUBLE", partitions, properties.formatted(mode));
            execute("UPDATE changed SET id = id + 100 WHERE " + condition);
            execute("MERGE INTO changed t USING (SELECT 1 AS one) ON one = 1 AND t."
                    + condition.replace("NOT (f", "f IS NOT NULL AND NOT (t.f")
                    + " WHEN MATCHED THEN UPDATE SET id = t.id + 100");
            assertThat(ids("SELECT id FROM changed"))
                    .as(condition)
                    .isEqualTo(ids("SELECT CASE WHEN %s THEN id + 200 ELSE id END FROM %s".formatted(condition, rows)));
            execute("DELETE FROM changed WHERE " + condition);
            assertThat(ids("SELECT id FROM changed"))
                    .as(condition)
                    .isEqualTo(ids("SELECT id FROM %s WHERE (%s) IS NOT TRUE".formatted(rows, condition)));
        }
    }

    @Test
    void filesThatDoNotCountTheirNansLoseNone() throws Exception {
        execute("CREATE OR REPLACE TABLE uncounted (id INT, f DOUBLE) USING iceberg");
        execute("INSERT INTO uncounted SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 1D), (2, double('NaN')) v(id, f)");
        forgetNans("uncounted");

        assertThat(rows("SELECT cast(max(f) AS STRING), min(f), count(f) FROM uncounted"))
                .containsExactly(List.of("NaN", 1.0, 2L));
        execute("DELETE FROM uncounted WHERE f < 5");
        assertThat(ids("SELECT id FROM uncounted")).containsExactly(2);
    }

    @Test
    void onlyWhatPartitionsTellExactlyIsReplaced() {
        create("replaced", "DOUBLE", "f", "'format-version' = '2'");

        execute("INSERT OVERWRITE replaced PARTITION (f = 5D) SELECT 40, NULL");
        assertThat(ids("SELECT id FROM replaced")).containsExactlyInAnyOrder(1, 2, 3, 5, 6, 7, 8, 40);
        for (String statement : List.of(
                "INSERT OVERWRITE replaced PARTITION (f = 0D) SELECT 20, NULL",
                "INSERT INTO replaced REPLACE WHERE f > 1 SELECT 70, 6D, NULL")) {
            assertThat(TestingEngine.errorOf(() -> execute(statement)).getSqlState())
                    .as(statement)
                    .isEqualTo("0A000");
        }
    }

    /** Makes the table's files ones of a program that writes bounds and does not count NaN. */
    private void forgetNans(String table) throws Exception {
        String path = (String)
                rows("SELECT file_path FROM db." + table + ".files").get(0).get(0);
        Table iceberg = new HadoopTables(new Configuration()).load(path.substring(0, path.indexOf("/data/")));
        OverwriteFiles overwrite = iceberg.newOverwrite();
        try (CloseableIterable<FileScanTask> tasks =
                iceberg.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                Metrics metrics = new Metrics(
                        file.recordCount(),
                        file.columnSizes(),
                        file.valueCounts(),
                        file.nullValueCounts(),
                        null,
                        file.lowerBounds(),
                        file.upperBounds());
                overwrite.deleteFile(file);
                overwrite.addFile(DataFiles.builder(iceberg.spec())
                        .copy(file)
                        .withMetrics(metrics)
                        .build());
            }
        }
        overwrite.commit();
    }

    private void create(String table, String type, String partitions, String properties) {
        execute("CREATE OR REPLACE TABLE %s (id INT, f %s, s STRUCT<f: %2$s>) USING iceberg".formatted(table, type)
                + " PARTITIONED BY (%s) TBLPROPERTIES (%s, 'write.distribution-mode' = 'hash')"
                        .formatted(partitions, properties));
        execute("INSERT INTO " + table + " SELECT * FROM " + ROWS.formatted(type));
    }

    private static List<String> conditions() {
        List<String> conditions = new ArrayList<>(List.of(
                "f IN (0D, 7D)",
                "f IN (-0.0D, NULL)",
                "f IN (5D, 7D)",
                "f IN (5D, double('NaN'))",
                "f IN (1D,2D,3D,4D,6D,7D,8D,9D,10D,11D,12D,0D)",
                "f NOT IN (5D, 7D)",
                "f NOT IN (0D, double('NaN'))",
                "f BETWEEN 1 AND double('NaN')",
                "f BETWEEN -0.0D AND 0D",
                "f NOT BETWEEN -5 AND 5",
                "isnan(f)",
                "f IS NULL OR f > 1",
                "id = 3 AND f > 1",
                "f = 0F",
                "f >= 5F",
                "f > 1 AND f < 6",
                "CASE WHEN f > 1 THEN true ELSE false END",
                "if(f <= 5, false, true)",
                "(f > 1) = true",
                "f > 1 <=> true",
                "NOT (f < 0 OR f < 5)",
                "coalesce(f, 0D) > 1"));
        List<String> constants =
                List.of("0D", "-0.0D", "double('NaN')", "5D", "-5D", "1.5", "double('Infinity')", "1 + 4");
        for (String operator : List.of("=", "<=>", "<", "<=", ">", ">=", "<>")) {
            for (String constant : constants) {
                conditions.add("f %s %s".formatted(operator, constant));
                conditions.add("%s %s f".formatted(constant, operator));
                conditions.add("NOT (f %s %s)".formatted(operator, constant));
            }
        }
        return conditions;
    }

    private Map<String, Set<Object>> expected(String rows, List<String> conditions) {
        return ANSWERS.computeIfAbsent(List.of(rows, conditions), key -> matches(rows, conditions));
    }

    /** Which rows match which condition; a few dozen of them are asked for at once. */
    private Map<String, Set<Object>> matches(String relation, List<String> conditions) {
        Map<String, Set<Object>> matches = new HashMap<>();
        conditions.forEach(condition -> matches.put(condition, new TreeSet<>()));
        for (int start = 0; start < conditions.size(); start += 40) {
            String sql = IntStream.range(start, Math.min(start + 40, conditions.size()))
                    .mapToObj(index -> "SELECT %d AS c, id FROM %s AS r WHERE %s"
                            .formatted(index, relation, conditions.get(index)))
                    .collect(Collectors.joining(" UNION ALL "));
            rows(sql).forEach(row -> matches.get(conditions.get((Integer) row.get(0)))
                    .add(row.get(1)));
        }
        return matches;
    }

    private void execute(String sql) {
        engine.execute(SESSION, sql);
    }

    private List<List<Object>> rows(String sql) {
        return engine.rows(engine.statement(SESSION, sql));
    }

    private Set<Object> ids(String sql) {
        return rows(sql).stream().map(row -> row.get(0)).collect(Collectors.toCollection(TreeSet::new));
    }
}
