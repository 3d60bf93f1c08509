package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.planner.validation.ColumnType;
import io.lakeflight.planner.validation.TableColumn;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of four files with one row each, of 1, 10, 100 and 1000 bytes: the sum tells which are left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestPrunedBytes {
    /** Whatever else the machine is doing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "price", Types.DecimalType.of(10, 2)),
            Types.NestedField.required(3, "rate", Types.DoubleType.get()),
            Types.NestedField.required(4, "name", Types.StringType.get()),
            Types.NestedField.required(5, "day", Types.DateType.get()),
            Types.NestedField.required(6, "at", Types.TimestampType.withZone()),
            Types.NestedField.required(7, "local", Types.TimestampType.withoutZone()),
            Types.NestedField.required(8, "grade", Types.FloatType.get()),
            Types.NestedField.required(9, "size", Types.IntegerType.get()));
    private static final PartitionSpec BY_DAY =
            PartitionSpec.builderFor(SCHEMA).identity("day").build();
    private static final TouchedTable NAME = new TouchedTable("lake", "default", "t");
    /** The first days of four months of 2024. */
    private static final int[] DAYS = {19723, 19754, 19783, 19814};

    private static final String[] NAMES = {"alpha", "alphabet", "beta", "gamma"};

    private final StatementSummaries summaries = new StatementSummaries(1 << 20);
    private Catalogs catalogs;
    private StatisticsSource statistics;
    private SnapshotSizes sizes;

    @BeforeAll
    void makeTables(@TempDir Path home) {
        LakeCatalog lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE);
        for (String name : List.of("t", "u")) {
            Table table = lake.tables().createTable(TableIdentifier.of("default", name), SCHEMA, BY_DAY);
            for (int i = 0; i < 4; i++) {
                table.newAppend().appendFile(file(table, i)).commit();
            }
        }
    }

    @AfterAll
    void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id = 2|10",
                "ID > 2|1100",
                "2 < id|1100",
                "id >= 2 AND id < 4|110",
                "id BETWEEN 2 AND 3|110",
                "id IN (1, 4)|1001",
                "id = -1|0",
                "id = 2L|10",
                "id IS NULL|0",
                "id IS NOT NULL|1111",
                "size = 3|100",
                "size < 99999999999|1111",
                "price = 2.5|10",
                "price > 2.50|1100",
                "price >= 3|1100",
                "name = 'beta'|100",
                "name > 'alphabet'|1100",
                "name LIKE 'alpha%'|11",
                "name LIKE 'alphab%'|10",
                "day = DATE '2024-02-01'|10",
                "day > '2024-02-01'|1100",
                "day IN ('2024-01-01', DATE '2024-04-01')|1001",
                "t.day = CAST('2024-03-01' AS DATE)|100",
                "at > TIMESTAMP '2024-03-15 00:00:00'|1000",
                "at > '2024-02-15'|1100",
                "at BETWEEN DATE '2024-01-20' AND DATE '2024-02-20'|10",
                "local < TIMESTAMP_NTZ '2024-02-15 10:00:00'|11",
                "(id = 2) AND (name = 'alphabet' AND (price = 2.5))|10",
            })
    void filesThatCannotMatchAreLeftOut(String condition, long bytes) {
        assertThat(bytes("SELECT * FROM t WHERE " + condition)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id = 2 OR id = 3",
                "NOT id = 2",
                "id <> 2",
                "id NOT IN (1, 2)",
                "id NOT BETWEEN 1 AND 2",
                "id <=> 2",
                "id = '2'",
                "id = 2.0",
                "id = 2e0",
                "id + 0 = 2",
                "id = 1 + 1",
                "id = size",
                "id IN (1, NULL)",
                "id IN (SELECT id FROM u WHERE id = 1)",
                "grade = 2.5",
                "grade > 2",
                "price = 2.555",
                "price = '2.50'",
                "rate = '2.5'",
                "rate = 2.5",
                "rate >= 2.5",
                "name = 5",
                "name = 'al\\u0070ha'",
                "name = 'a''b'",
                "name LIKE 'alph_'",
                "name LIKE '%a'",
                "name LIKE 'x!%%' ESCAPE '!'",
                "name ILIKE 'ALPHA%'",
                "name NOT LIKE 'alpha%'",
                "name COLLATE UTF8_LCASE = 'ALPHA'",
                "upper(name) = 'ALPHA'",
                "day = '2024-2-1'",
                "day = 'today'",
                "day = TIMESTAMP '2024-02-01 00:00:00'",
                "year(day) = 2024",
                "at > TIMESTAMP '2024-03-15 00:00:00 Asia/Tokyo'",
                "at > 'now'",
                "s.id = 2",
                "lake.default.t.id = 2",
                "missing = 2"
            })
    void whatIsNotUnderstoodLeavesTheTableWhole(String condition) {
        assertThat(bytes("SELECT * FROM t WHERE " + condition)).isGreaterThanOrEqualTo(1111);
    }

    @Test
    void pointsInTimeAreThoseOfAnyZone() {
        // Noon of the day before in UTC is midnight of the row's day in the east.
        assertThat(bytes("SELECT * FROM t WHERE at < TIMESTAMP '2024-02-01 12:00:00'"))
                .isEqualTo(11);
        assertThat(bytes("SELECT * FROM t WHERE at < TIMESTAMP '2024-01-31 12:00:00'"))
                .isEqualTo(11);
        assertThat(bytes("SELECT * FROM t WHERE at = TIMESTAMP '2024-02-01 17:00:00'"))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM t x JOIN u y ON x.id = y.id AND x.id = 1 WHERE y.id = 2|11",
                "SELECT * FROM t x, u y WHERE x.id = 1 AND x.id = y.id|1112",
                "SELECT * FROM t x LEFT JOIN u y ON x.id = y.id AND y.id = 1 WHERE x.id = 2|1121",
                "SELECT * FROM t x LEFT JOIN u y ON x.id = y.id WHERE y.id IS NULL|2222",
                "SELECT * FROM t x FULL JOIN u y ON x.id = y.id WHERE x.id = 1|2222",
                "SELECT * FROM t x RIGHT JOIN u y ON x.id = 1 WHERE y.id = 1|1112",
                "SELECT * FROM t x (a, id) WHERE id = 1|1111",
                "SELECT * FROM t TABLESAMPLE (50 PERCENT) WHERE id = 1|1111",
                "SELECT * FROM t PIVOT (max(name) FOR size IN (1, 2)) WHERE id = 1|1111",
                "SELECT * FROM (SELECT * FROM t WHERE id = 1) x WHERE x.id = 2|1",
                "SELECT * FROM t WHERE id = 1 UNION ALL SELECT * FROM t WHERE id = 2|11",
                "SELECT * FROM t WHERE id = 1 UNION ALL SELECT * FROM t|1111",
                "WITH x AS (SELECT * FROM t WHERE id = 1) SELECT * FROM x, u WHERE u.id = 3|101",
                "SELECT * FROM t WHERE id = 1 AND EXISTS (SELECT 1 FROM u WHERE u.id = t.id AND t.id = 3)|1112",
                "SELECT * FROM t WHERE id = 1 AND EXISTS (SELECT 1 FROM u WHERE id = 3)|101",
                "SELECT * FROM t WHERE id = 1 AND size > (SELECT max(size) FROM u WHERE u.id < t.id AND u.id = 3)|1211",
                "SELECT * FROM t WHERE id = 1 AND id IN (SELECT id FROM u WHERE id = (SELECT max(id) FROM u))|2222",
                "SELECT * FROM t WHERE id = 1 AND id IN (SELECT id FROM u WHERE id = 3)|101",
                "SELECT id, (SELECT max(id) FROM u WHERE u.id = 3) FROM t WHERE id = 1|101",
                "SELECT * FROM t, LATERAL (SELECT max(id) FROM u WHERE u.id < t.id AND u.id = 3) WHERE t.id = 1|1211",
                "SELECT * FROM t LATERAL VIEW explode(array(1)) e AS c WHERE id = 1|1",
                "WITH RECURSIVE r(n) AS (SELECT id FROM t WHERE id = 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM"
                        + " r|1111",
                "UPDATE t SET size = (SELECT max(size) FROM u WHERE u.id = 3) WHERE id = 1|1211",
                "SELECT id FROM t GROUP BY id HAVING id = 1|1111",
                "DELETE FROM t WHERE id = 1|1",
                "UPDATE t x SET name = 'a' WHERE x.id = 1|1",
                "MERGE INTO t USING u ON t.id = u.id AND t.id = 1 WHEN MATCHED THEN UPDATE SET name = u.name|2222",
                "INSERT INTO t SELECT * FROM u WHERE id = 1|1",
                "INSERT OVERWRITE t SELECT * FROM t WHERE id = 1|1"
            })
    void conditionsCountForTheTableTheyAreAbout(String sql, long bytes) {
        assertThat(bytes(sql)).isEqualTo(bytes);
    }

    @Test
    void settingThatChangesWhatTextsMeanLeavesTheTableWhole() {
        for (String key : List.of(
                "spark.sql.caseSensitive",
                "spark.sql.session.collation.default",
                "spark.sql.ansi.enabled",
                "spark.sql.optimizer.excludedRules")) {
            TextFacts facts = facts("SELECT * FROM t WHERE id = 1", Map.of(key, "x"));

            assertThat(facts.bytes()).as(key).hasValue(1111);
        }
    }

    @Test
    void propertyOfADataPlaneThatChangesWhatTextsMeanLeavesTheTableWhole() {
        for (String key : List.of("spark.sql.ansi.doubleQuotedIdentifiers", "spark.sql.caseSensitive")) {
            assertThat(onPlaneWith(key).bytes()).as(key).hasValue(1111);
        }
        assertThat(onPlaneWith("spark.sql.shuffle.partitions").bytes()).hasValue(1);
        assertThat(onPlaneWith("spark.wap.branch").bytes()).isEmpty();
    }

    private TextFacts onPlaneWith(String key) {
        return new TextFacts(
                "SELECT * FROM t WHERE id = 1",
                new Session.State("lake", "default", Map.of()),
                new FactSources(catalogs, summaries, sizes, Set.of(key)));
    }

    @Test
    void moreFilesThanTheLimitLeaveTheTableWhole() {
        try (StatisticsSource few = StatisticsSource.open(new StatisticsConfig(1, 1, 1 << 20));
                SnapshotSizes limited = new SnapshotSizes(catalogs, few, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE)) {
            Session.State state = new Session.State("lake", "default", Map.of());

            assertThat(new TextFacts(
                                    "SELECT * FROM t WHERE id > 1",
                                    state,
                                    new FactSources(catalogs, summaries, limited, Set.of()))
                            .bytes())
                    .hasValue(1111);
        }
    }

    @Test
    void scanTellsWhatIsLeftOfHowMuch() {
        TableScan scan = facts("SELECT * FROM t WHERE id > 2", Map.of()).scans().get(NAME);

        assertThat(scan.left()).isEqualTo(new TableScan.Files(OptionalLong.of(2), 1100));
        assertThat(scan.all()).isEqualTo(new TableScan.Files(OptionalLong.of(4), 1111));
        assertThat(scan.partitionColumns()).containsExactly("day");
        assertThat(scan.columns())
                .hasSize(9)
                .startsWith(
                        new TableColumn("id", new ColumnType("bigint", false)),
                        new TableColumn("price", new ColumnType("decimal(10,2)", false)));
    }

    @Test
    void fullScansNameNoPartitionInAnyCondition() {
        assertThat(facts("SELECT * FROM t WHERE id > 2", Map.of()).fullScans()).containsOnlyKeys(NAME);
        assertThat(facts("SELECT day, count(*) FROM t GROUP BY day", Map.of()).fullScans())
                .containsOnlyKeys(NAME);
        for (String sql : List.of(
                "SELECT * FROM t WHERE date_trunc('month', DAY) = current_date()",
                "SELECT * FROM (SELECT * FROM t) WHERE day = '2024-01-01'",
                "SELECT * FROM t JOIN u USING (day)",
                "SELECT * FROM t NATURAL JOIN u",
                "SELECT * FROM t WHERE id = (SELECT max(id) FROM u WHERE u.day = t.day)",
                "SELECT * FROM t VERSION AS OF 3",
                "INSERT INTO t VALUES (1)",
                "what is this")) {
            assertThat(facts(sql, Map.of()).fullScans()).as(sql).isEmpty();
        }
    }

    @Test
    void fieldOfAStructMayBeWhatATableIsPartitionedBy() {
        Schema schema = new Schema(Types.NestedField.required(
                1, "s", Types.StructType.of(Types.NestedField.required(2, "day", Types.DateType.get()))));
        catalogs.find("lake")
                .orElseThrow()
                .tables()
                .createTable(
                        TableIdentifier.of("default", "nested"),
                        schema,
                        PartitionSpec.builderFor(schema).identity("s.day").build());

        assertThat(facts("SELECT * FROM nested WHERE s IS NOT NULL", Map.of()).fullScans())
                .hasSize(1);
        assertThat(facts("SELECT * FROM nested n WHERE n.s.Day > '2024-01-01'", Map.of())
                        .fullScans())
                .isEmpty();
    }

    private long bytes(String sql) {
        return facts(sql, Map.of()).bytes().orElseThrow(() -> new AssertionError("Not known of " + sql));
    }

    private TextFacts facts(String sql, Map<String, String> settings) {
        return new TextFacts(
                sql,
                new Session.State("lake", "default", settings),
                new FactSources(catalogs, summaries, sizes, Set.of()));
    }

    private static DataFile file(Table table, int index) {
        long micros = DAYS[index] * 86_400_000_000L;
        int number = index + 1;
        List<Object> row = List.of(
                (long) number,
                new BigDecimal(number + ".50"),
                number + 0.5,
                NAMES[index],
                DAYS[index],
                micros,
                micros,
                number + 0.5f,
                number);
        Map<Integer, ByteBuffer> bounds = new HashMap<>();
        Map<Integer, Long> counts = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        for (Types.NestedField field : SCHEMA.columns()) {
            bounds.put(field.fieldId(), Conversions.toByteBuffer(field.type(), row.get(field.fieldId() - 1)));
            counts.put(field.fieldId(), 1L);
            nulls.put(field.fieldId(), 0L);
        }
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + index + ".parquet")
                .withFormat("parquet")
                .withPartitionPath("day=" + LocalDate.ofEpochDay(DAYS[index]))
                .withFileSizeInBytes((long) Math.pow(10, index))
                .withMetrics(new Metrics(1L, null, counts, nulls, Map.of(), bounds, bounds))
                .build();
    }
}
