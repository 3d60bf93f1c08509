package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataCacheConfig;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.FastLaneConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables in S3 in the fast lane: their data files are fetched once, and whatever is wrong with that is Spark's to answer. */
@OnOwnCluster
@Timeout(180)
final class ITDataCache {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path nearby;

    private static TestingS3 s3;
    private static TestingCluster cluster;
    private static TestingClient fast;
    private static TestingClient spark;

    @BeforeAll
    static void start() {
        s3 = TestingS3.start();
        DataCacheConfig cache = new DataCacheConfig(64 * MEGABYTE, "kept", 4 * MEGABYTE, 4, List.of("nearby"));
        DataPlaneConfig plane =
                DataPlaneConfig.DEFAULTS.starting(Start.EAGER).with(FastLaneConfig.DEFAULTS.with(cache));
        cluster = TestingCluster.builder()
                .sampleScale(0.01)
                .dataPlanes(DataPlanesConfig.DEFAULTS.with("interactive", plane))
                .start();
        CatalogRequests catalogs = new CatalogRequests(cluster);
        catalogs.add("far", s3.catalog("far"));
        catalogs.add("nearby", Map.of("warehouse", nearby.resolve("warehouse").toString()));
        fast = cluster.client();
        spark = cluster.client();
        spark.update("SET lakeflight.fast_lane = off");
    }

    @AfterAll
    static void stop() {
        fast.close();
        spark.close();
        cluster.close();
        s3.close();
    }

    @AfterEach
    void recover() {
        s3.recover();
    }

    /** Answered by the fast lane, as Spark answers it. */
    private static void requireFast(String sql) {
        Rows rows = fast.query(sql);
        assertThat(lane()).as(sql).isEqualTo(List.of("'FAST'", "null"));
        requireSame(rows, sql);
    }

    private static void requireSame(Rows rows, String sql) {
        Rows expected = spark.query(sql);
        assertThat(rows.schema()).isEqualTo(expected.schema());
        assertThat(rows.texts()).as(sql).isEqualTo(expected.texts());
    }

    /** Answered by Spark, which the client cannot tell. */
    private static void requireLeftToSpark(String sql, String reason) {
        Rows rows = fast.query(sql);
        assertThat(lane().get(0)).as(sql).isEqualTo("'SPARK'");
        assertThat(lane().get(1)).as(sql).contains(reason);
        requireSame(rows, sql);
    }

    /** Of the last query that an engine answered, and why not the fast one. */
    private static List<String> lane() {
        return cluster.query("SELECT lane, lane_reason FROM system.queries WHERE data_plane IS NOT NULL"
                        + " ORDER BY submitted DESC LIMIT 1")
                .texts()
                .get(0);
    }

    private static Path kept() {
        return cluster.home().resolve("kept").resolve("engine-interactive");
    }

    /** The data files of a table that are in the cache, by their length. */
    private static List<Path> kept(String table) {
        List<String> lengths = spark.query("SELECT file_size_in_bytes FROM " + table + ".data_files").column().stream()
                .map(length -> "-" + length + ".parquet")
                .toList();
        try (Stream<Path> files = Files.list(kept())) {
            return files.filter(file -> lengths.stream().anyMatch(file.toString()::endsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(String table, String rest) {
        spark.update("CREATE TABLE far.default." + table + " " + rest);
    }

    /** How often the data files of a table have been read from the store. */
    private static long reads(String table) {
        return s3.dataReads("far/default/" + table + "-");
    }

    @Test
    void tablesInS3AreAnsweredAsBySpark() {
        create("orders", "PARTITIONED BY (o_orderstatus) AS SELECT * FROM lake.tpch.orders");
        create("customer", "AS SELECT * FROM lake.tpch.customer");

        requireFast("SELECT * FROM far.default.orders WHERE o_orderkey < 50 ORDER BY o_orderkey");
        requireFast("SELECT o_orderstatus, count(*), sum(o_totalprice), min(o_orderdate) FROM far.default.orders"
                + " WHERE o_orderstatus <> 'P' GROUP BY 1 ORDER BY 1");
        requireFast("SELECT c_mktsegment, n_name, count(*) FROM far.default.orders JOIN far.default.customer"
                + " ON o_custkey = c_custkey JOIN lake.tpch.nation ON c_nationkey = n_nationkey"
                + " WHERE n_nationkey < 5 GROUP BY 1, 2 ORDER BY 1, 2");
        requireFast("SELECT count(*) FROM far.default.orders a JOIN far.default.orders b USING (o_orderkey)"
                + " WHERE a.o_custkey > 7");
    }

    @Test
    void deletedRowsAndNewColumnsAreReadAsBySpark() {
        for (int version = 2; version <= 3; version++) {
            String table = "changed" + version;
            create(
                    table,
                    "TBLPROPERTIES ('format-version' = '%d', 'write.delete.mode' = 'merge-on-read')".formatted(version)
                            + " AS SELECT id, concat('n', id) AS name FROM range(0, 1000, 1, 2)");
            spark.update("DELETE FROM far.default." + table + " WHERE id % 7 = 3");
            spark.update("ALTER TABLE far.default." + table + " RENAME COLUMN name TO label");
            spark.update("ALTER TABLE far.default." + table + " ADD COLUMN name INT");
            spark.update("INSERT INTO far.default." + table + " VALUES (5000, 'new', 1)");

            requireFast("SELECT count(*), sum(id), min(label), max(name) FROM far.default." + table + " WHERE id > 2");
            requireFast("SELECT * FROM far.default." + table + " WHERE id % 7 < 4 ORDER BY id");
        }
    }

    @Test
    void filesAreFetchedOnceAndOutliveTheEngine() {
        create("once", "AS SELECT id, id % 10 AS part FROM range(0, 10000, 1, 3)");
        Figures before = told();
        String sql = "SELECT part, count(*) FROM far.default.once WHERE id > %d GROUP BY 1 ORDER BY 1";

        fast.query(sql.formatted(1));
        long reads = reads("once");
        for (int i = 2; i < 6; i++) {
            fast.query(sql.formatted(i));
            assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
        }
        fast.query(sql.formatted(1));

        assertThat(reads).isEqualTo(3);
        assertThat(reads("once")).isEqualTo(3);
        // Told by heartbeats.
        eventually(SOON, () -> {
            assertThat(figures().misses).isGreaterThanOrEqualTo(before.misses + 3);
            assertThat(figures().hits).isGreaterThanOrEqualTo(before.hits + 15);
            assertThat(figures().files).isEqualTo(filesKept());
            assertThat(figures().bytes).isGreaterThan(before.bytes);
            assertThat(figures().fetched).isGreaterThan(before.fetched);
        });

        long engine = EngineProcess.of(cluster, "interactive").pid();
        cluster.killEngine("interactive");
        eventually(SOON, () -> assertThat(engineReady()).isNotEqualTo(engine));
        fast.query(sql.formatted(7));
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
        assertThat(reads("once")).isEqualTo(3);
        requireFast(sql.formatted(8));
    }

    /** Its process. */
    private static Object engineReady() {
        return cluster.query("SELECT process_id FROM system.engines WHERE data_plane = 'interactive'")
                .value();
    }

    /** Of the engine of the plane. */
    private record Figures(long files, long bytes, long hits, long misses, long fetched, long faults) {}

    private static Figures figures() {
        List<List<String>> rows = cluster.query(
                        "SELECT files, bytes, hits, misses, fetched_bytes, faults FROM system.data_cache"
                                + " WHERE data_plane = 'interactive' AND max_bytes = 67108864 AND evictions = 0")
                .texts();
        assertThat(rows).hasSize(1);
        List<Long> row = rows.get(0).stream().map(Long::valueOf).toList();
        return new Figures(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5));
    }

    /** Once the engine has told any. */
    private static Figures told() {
        eventually(SOON, ITDataCache::figures);
        return figures();
    }

    @Test
    void manyWhoAskAtOnceFetchOnce() {
        create("crowd", "AS SELECT id FROM range(0, 10000, 1, 2)");
        s3.delay(Duration.ofMillis(50));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String sql = "SELECT count(*), max(id) FROM far.default.crowd WHERE id > " + i;
            answers.add(CompletableFuture.supplyAsync(
                    () -> cluster.query(sql).texts().toString()));
        }

        for (int i = 0; i < 4; i++) {
            assertThat(answers.get(i).join()).isEqualTo("[[" + (9_999 - i) + ", 9999]]");
        }
        assertThat(reads("crowd")).isEqualTo(2);
    }

    @Test
    void fileThatIsCutOffIsFetchedAgain() throws IOException {
        create("cut", "AS SELECT id, concat('text ', id) AS text FROM range(0, 3000, 1, 1)");
        requireFast("SELECT count(*), max(text) FROM far.default.cut WHERE id > 1");
        List<Path> files = kept("far.default.cut");
        assertThat(files).hasSize(1);
        Files.write(files.get(0), new byte[10]);

        requireFast("SELECT count(*), max(text) FROM far.default.cut WHERE id > 2");
        assertThat(Files.size(files.get(0))).isGreaterThan(1_000);
    }

    @Test
    void whatWouldHaveToBeFetchedHasALimit() {
        create(
                "large",
                "TBLPROPERTIES ('write.parquet.compression-codec' = 'uncompressed') AS"
                        + " SELECT id, sha2(CAST(id AS string), 512) AS text FROM range(0, 60000, 1, 1)");
        String sql = "SELECT count(DISTINCT text) FROM far.default.large WHERE id > 1";
        String reason = "more bytes that are not in the data cache than fast-lane.data-cache.max-fetch";

        assertThat((String) fast.query("EXPLAIN " + sql).value()).contains("SPARK: " + reason);
        assertThat(reads("large")).isZero();
        requireLeftToSpark(sql, reason);
        // The client did not wait for it; the next one need not.
        eventually(SOON, () -> assertThat(kept("far.default.large")).hasSize(1));
        requireFast(sql);
    }

    @Test
    void explainFetchesNothing() {
        create("explained", "AS SELECT id, concat('explained', id) AS text FROM range(0, 1234, 1, 1)");

        assertThat((String) fast.query("EXPLAIN SELECT max(id) FROM far.default.explained WHERE id < 7")
                        .value())
                .contains("FAST");

        assertThat(reads("explained")).isZero();
        assertThat(kept("far.default.explained")).isEmpty();
    }

    @Test
    void fullDiskIsNoError() {
        create("small", "AS SELECT id FROM range(0, 1000, 1, 1)");
        create(
                "wide",
                "TBLPROPERTIES ('write.parquet.compression-codec' = 'uncompressed') AS"
                        + " SELECT id, sha2(CAST(id AS string), 512) AS text FROM range(0, 20000, 1, 1)");
        requireFast("SELECT max(id) FROM far.default.small WHERE id < 700");
        long faults = told().faults;
        try (FileSizeLimit full =
                FileSizeLimit.of(EngineProcess.of(cluster, "interactive").pid(), MEGABYTE)) {
            requireLeftToSpark(
                    "SELECT count(*), max(text) FROM far.default.wide WHERE id > 1",
                    "cannot be fetched into the data cache");
            requireLeftToSpark(
                    "SELECT count(*), max(text) FROM far.default.wide WHERE id > 2",
                    "could not be fetched into the data cache a moment ago");
            requireFast("SELECT max(id) FROM far.default.small WHERE id < 800");
        }
        assertThat(kept("far.default.wide")).isEmpty();
        eventually(SOON, () -> assertThat(figures().faults).isGreaterThan(faults));
        // By then it is known that there may be space again.
        eventually(
                Duration.ofSeconds(60),
                () -> requireFast("SELECT count(*), max(text) FROM far.default.wide WHERE id > 3"));
    }

    @Test
    void cancelEndsTheWaitForAFile() {
        create("slow", "AS SELECT id FROM range(0, 1000, 1, 1)");
        String sql = "SELECT max(id) FROM far.default.slow WHERE id < 900";
        assertThat((String) fast.query("EXPLAIN " + sql).value()).contains("FAST");
        s3.delay(Duration.ofSeconds(4));
        try (TestingClient client = cluster.client();
                ResultStream rows = client.open(sql)) {
            eventually(SOON, () -> assertThat(reads("slow")).isPositive());

            rows.cancel();

            eventually(Duration.ofSeconds(2), () -> assertThat(cluster.server().runningStatements())
                    .isZero());
            assertThatThrownBy(rows::next).isNotNull();
        }
        s3.recover();
        requireFast(sql);
    }

    @Test
    void directoriesOfChosenCatalogsAreKeptAsWell() {
        for (String table : List.of("nearby.default.kept", "lake.default.own")) {
            spark.update("CREATE TABLE " + table
                    + " AS SELECT id, concat('%s', id) AS a FROM range(0, 4321, 1, 1)".formatted(table));
            requireFast("SELECT count(*), max(a) FROM " + table + " WHERE id > 5");
        }

        assertThat(kept("nearby.default.kept")).hasSize(1);
        assertThat(kept("lake.default.own")).isEmpty();
    }

    private static long filesKept() {
        try (Stream<Path> files = Files.list(kept())) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
