package io.lakeflight.engine.spark.fastlane.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeflight.engine.spark.run.BatchSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDuckDb {
    private static final long MEGABYTE = 1 << 20;
    private static final String ENDLESS =
            "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1";

    @TempDir
    private Path directory;

    private DuckDb database;
    private Path warehouse;

    @BeforeEach
    void start() throws Exception {
        warehouse = Files.createDirectory(directory.resolve("warehouse"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(warehouse.resolve("own.txt"), "own");
        database = DuckDb.start(new DuckDbLimits(100 * MEGABYTE, 2, Files.createDirectory(directory.resolve("spill"))));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private DuckSession session() throws SQLException {
        return database.session(Set.of(warehouse + "/"), "UTC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('%s/secret.txt')",
                "SELECT * FROM read_text('%s/warehouse/../secret.txt')",
                "SELECT * FROM read_csv('%s/secret.txt')",
                "SELECT * FROM '%s/secret.txt'",
                "SELECT * FROM glob('%s/*')",
                "SELECT * FROM read_parquet(['%s/secret.parquet'])",
                "COPY (SELECT 1) TO '%s/written.csv'",
                "ATTACH '%s/other.db'",
                "EXPORT DATABASE '%s/export'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET memory_limit = '1GB'",
                "SET threads = 8",
                "SET enable_external_access = true",
                "SET allowed_directories = ['/']",
                "SET lock_configuration = false",
                "RESET memory_limit",
            })
    void nothingLeavesTheDirectories(String sql) throws SQLException {
        try (DuckSession session = session()) {
            assertThatThrownBy(() -> session.execute(sql.formatted(directory))).isInstanceOf(SQLException.class);
        }
        assertThat(directory.resolve("written.csv")).doesNotExist();
        assertThat(directory.resolve("export")).doesNotExist();
    }

    @Test
    void wantOfMemoryIsToldFromOtherErrors() throws SQLException {
        assertThat(DuckSession.isOutOfMemory(failure("SELECT list(range) FROM range(100000000)")))
                .isTrue();
        for (String other : List.of(
                "SELECT error('Out of Memory Error: x')",
                "SELECT CAST('Out of Memory Error: x' AS INTEGER)",
                "SELECT 9223372036854775807 + 1")) {
            assertThat(DuckSession.isOutOfMemory(failure(other))).as(other).isFalse();
        }
    }

    private SQLException failure(String sql) throws SQLException {
        try (DuckSession session = session()) {
            return catchThrowableOfType(SQLException.class, () -> session.materialise(sql, 1));
        }
    }

    @Test
    void directoriesCome() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("more.txt"), "more");
        try (DuckSession first = session()) {
            assertThat(text(first, warehouse.resolve("own.txt"))).isEqualTo("own");
            try (DuckSession second = database.session(Set.of(other + "/"), "UTC")) {
                assertThat(text(second, other.resolve("more.txt"))).isEqualTo("more");
                assertThat(text(second, warehouse.resolve("own.txt"))).isEqualTo("own");
            }
            assertThat(text(first, warehouse.resolve("own.txt"))).isEqualTo("own");
            assertThatThrownBy(() -> text(first, other.resolve("more.txt"))).isInstanceOf(SQLException.class);
        }
    }

    private static String text(DuckSession session, Path file) throws SQLException {
        return session.query("SELECT content FROM read_text(" + DuckSql.text(file.toString()) + ")", rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    @Test
    void timeZoneIsTheSessionsOwn() throws SQLException {
        try (DuckSession tokyo = database.session(Set.of(), "Asia/Tokyo");
                DuckSession utc = database.session(Set.of(), "UTC")) {
            String sql = "SELECT CAST(CAST(to_timestamp(0) AS TIMESTAMP) AS VARCHAR)";

            assertThat(first(tokyo, sql)).isEqualTo("1970-01-01 09:00:00");
            assertThat(first(utc, sql)).isEqualTo("1970-01-01 00:00:00");
        }
    }

    private static String first(DuckSession session, String sql) throws SQLException {
        return session.query(sql, rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void workIsInterruptedAndTheSessionStaysUsable(boolean isOrderKept) throws Exception {
        try (DuckSession session = session()) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<HeldRows> work = CompletableFuture.supplyAsync(() -> {
                begun.countDown();
                try {
                    return session.hold(ENDLESS, 1, isOrderKept, 1);
                } catch (SQLException | TooManyRowsException e) {
                    throw new CompletionException(e);
                }
            });
            begun.await();
            long asked = System.nanoTime();
            while (!work.isDone()) {
                session.interrupt();
                Thread.onSpinWait();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
            assertThatThrownBy(work::join)
                    .hasCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("INTERRUPT");
            assertThat(session.materialise("SELECT * FROM range(7)", 1)).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryHasALimitAndGoesToDiskBeforeIt(boolean isOrderKept) throws Exception {
        try (DuckSession session = session();
                HeldRows rows = session.hold(
                        "SELECT range, md5(range::VARCHAR) FROM range(3000000)", 2, isOrderKept, Long.MAX_VALUE)) {
            try (Stream<Path> spilled = Files.walk(directory.resolve("spill"))) {
                assertThat(spilled.filter(Files::isRegularFile)).isNotEmpty();
            }
            assertThat(count(rows)).isEqualTo(3_000_000);
        }
        try (DuckSession session = session()) {
            assertThatThrownBy(() -> session.hold(
                            "SELECT range, repeat(md5(range::VARCHAR), 20) FROM range(3000000)",
                            2,
                            isOrderKept,
                            Long.MAX_VALUE))
                    .isInstanceOf(SQLException.class);
        }
        try (DuckSession session = session()) {
            assertThat(session.materialise("SELECT * FROM range(7)", 1)).isEqualTo(7);
        }
    }

    private static long count(HeldRows rows) throws SQLException {
        long count = 0;
        while (rows.rows().next()) {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void errorOfTheLastRowComesBeforeTheFirstOne(boolean isOrderKept) throws Exception {
        String sql = "SELECT CASE WHEN range = 999999 THEN error('x') ELSE range END FROM range(1000000)";
        try (DuckSession session = session()) {
            assertThatThrownBy(() -> session.hold(sql, 1, isOrderKept, Long.MAX_VALUE))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptThatComesTooLateIsNoneOfTheRows(boolean isOrderKept) throws Exception {
        try (DuckSession session = session();
                HeldRows rows = session.hold("SELECT range FROM range(1000000)", 1, isOrderKept, Long.MAX_VALUE)) {
            session.interrupt();
            assertThat(count(rows)).isEqualTo(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsHaveALimit(boolean isOrderKept) throws Exception {
        String sql = "SELECT range FROM range(7)";
        try (DuckSession session = session();
                HeldRows rows = session.hold(sql, 1, isOrderKept, 7)) {
            assertThat(count(rows)).isEqualTo(7);
        }
        try (DuckSession session = session()) {
            assertThatThrownBy(() -> session.hold(sql, 1, isOrderKept, 6)).isInstanceOf(TooManyRowsException.class);
        }
    }

    @Test
    void orderIsKept() throws Exception {
        try (DuckSession session = session();
                HeldRows rows =
                        session.hold("SELECT range FROM range(1000000) ORDER BY range DESC", 1, true, Long.MAX_VALUE)) {
            for (long expected = 999_999; expected >= 0; expected--) {
                assertThat(rows.rows().next()).isTrue();
                assertThat(rows.rows().getLong(1)).isEqualTo(expected);
            }
        }
    }

    /** A device that has no space, in place of the files that DuckDB writes. */
    @Test
    void diskThatIsFullFailsTheStatementAlone() throws Exception {
        Path spill = Files.createDirectories(directory.resolve("full").resolve("1"));
        for (String size : List.of("DEFAULT", "S32K", "S64K", "S96K", "S128K", "S160K", "S192K", "S224K")) {
            for (int index = 0; index < 4; index++) {
                Path file = spill.resolve("duckdb_temp_storage_%s-%d.tmp".formatted(size, index));
                Files.createSymbolicLink(file, Path.of("/dev/full"));
            }
        }
        try (DuckDb full = DuckDb.start(new DuckDbLimits(100 * MEGABYTE, 2, directory.resolve("full")))) {
            try (DuckSession session = full.session(Set.of("/dev/"), "UTC")) {
                for (boolean isOrderKept : List.of(false, true)) {
                    assertThatThrownBy(() -> session.hold(
                                    "SELECT range, md5(range::VARCHAR) FROM range(3000000)",
                                    2,
                                    isOrderKept,
                                    Long.MAX_VALUE))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("No space left on device");
                }
            }
            try (DuckSession session = full.session(Set.of(), "UTC")) {
                assertThat(session.materialise("SELECT * FROM range(7)", 1)).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasSpilledGoesWithItsSession(boolean isOrderKept) throws Exception {
        try (DuckSession session = session();
                HeldRows rows = session.hold(
                        "SELECT range, md5(range::VARCHAR) FROM range(3000000)", 2, isOrderKept, Long.MAX_VALUE)) {
            assertThat(spilledBytes()).isBetween(1L, 4 * 100 * MEGABYTE);
        }
        assertThat(spilledBytes()).isZero();
        database.close();
        assertThat(directory.resolve("spill")).isEmptyDirectory();
    }

    private long spilledBytes() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("spill"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Whatever the zone of the machine. */
    @Test
    void sessionIsInItsZone() throws Exception {
        for (String zone : List.of("UTC", "Asia/Tokyo", "UTC")) {
            try (DuckSession session = database.session(Set.of(), zone)) {
                assertThat(session.<String>query("SELECT current_setting('TimeZone')", rows -> {
                            rows.next();
                            return rows.getString(1);
                        }))
                        .isEqualTo(zone);
            }
        }
    }

    /** On which it relies that a session in UTC need not be told so. */
    @Test
    void zoneOfADatabaseIsThatOfItsConnections() throws Exception {
        try (DuckDBConnection root = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = root.createStatement()) {
            statement.execute("SET GLOBAL TimeZone = 'Asia/Tokyo'");
            try (Connection other = root.duplicate();
                    Statement asking = other.createStatement();
                    ResultSet rows = asking.executeQuery("SELECT current_setting('TimeZone')")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("Asia/Tokyo");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsThatAreBeingReadOutliveTheDatabase(boolean isOrderKept) throws Exception {
        Schema schema = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));
        try (BufferAllocator allocator = new RootAllocator();
                DuckSession session = session()) {
            HeldRows held = session.hold("SELECT * FROM range(1000000)", 1, isOrderKept, 1_000_000);
            try (DuckRows rows = DuckRows.of(session, held, allocator, schema, 8)) {
                long[] count = new long[1];
                rows.writeTo(new BatchSink() {
                    @Override
                    public void awaitReady() {}

                    @Override
                    public void write(byte[] batch) {
                        throw new AssertionError("Rows are not serialised");
                    }

                    @Override
                    public void write(ArrowRecordBatch batch) throws SQLException {
                        if (count[0] == 0) {
                            database.close();
                        }
                        count[0] += batch.getLength();
                    }
                });
                assertThat(count[0]).isEqualTo(1_000_000);
            }
        }
    }
}
