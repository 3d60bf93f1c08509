package io.lakeflight.engine.spark.fastlane.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestHotColumns {
    private static final int ROWS = 10_000;
    private static final ColumnKey ID = new ColumnKey(1, "BIGINT", "CAST(NULL AS VARCHAR)");
    private static final ColumnKey NAME = new ColumnKey(2, "VARCHAR", "CAST(NULL AS VARCHAR)");
    private static final ColumnKey LATER = new ColumnKey(3, "INTEGER", "'7'");

    @TempDir
    private Path directory;

    private DuckDb database;
    private HotColumns hot;

    @BeforeEach
    void start() throws Exception {
        Path spill = Files.createDirectory(directory.resolve("spill"));
        database = DuckDb.start(new DuckDbLimits(200 << 20, 2, spill));
        hot = columns(100 << 20);
    }

    private static HotColumns columns(long bytes) {
        return new HotColumns(bytes, 2, Duration.ZERO, Duration.ZERO);
    }

    @AfterEach
    void close() throws SQLException {
        hot.close();
        database.close();
    }

    @Test
    void columnsAreDecodedOnceTheyHaveBeenReadTwice() throws Exception {
        ColumnScan scan = scan(List.of(file("a")), ID);

        assertThat(read(scan)).isFalse();
        assertThat(hot.bytes()).isZero();
        assertThat(read(scan)).isFalse();

        awaitDecoded(scan);
        assertThat(hot.bytes()).isPositive();
    }

    @Test
    void rowsAreThoseOfTheFilesInTheirOrder() throws Exception {
        List<WholeFile> files = List.of(file("a"), file("b"), file("c"));
        decode(scan(List.of(files.get(1)), ID, NAME, LATER));

        assertThat(rows(scan(files, ID, NAME, LATER))).isEqualTo(plain(scan(files, ID, NAME, LATER)));
    }

    @Test
    void columnThatIsWantedLaterJoinsTheOthers() throws Exception {
        List<WholeFile> files = List.of(file("a"));
        decode(scan(files, ID));
        ColumnScan both = scan(files, NAME, ID);

        assertThat(read(both)).isFalse();
        decode(both);

        assertThat(read(scan(files, ID))).isTrue();
        assertThat(rows(both)).isEqualTo(plain(both));
        await(() -> databases() == 1);
    }

    @Test
    void fieldIsThereAsTheTypeThatItIsReadAsMost() throws Exception {
        List<WholeFile> files = List.of(file("a"));
        decode(scan(files, ID, NAME));
        ColumnScan narrow = scan(files, new ColumnKey(1, "INTEGER", ID.initial()));
        assertThat(read(narrow)).isFalse();

        awaitDecoded(narrow);

        assertThat(rows(narrow)).isEqualTo(plain(narrow));
        assertThat(rows(scan(files, ID, NAME))).isEqualTo(plain(scan(files, ID, NAME)));
        assertThat(read(scan(files, NAME))).isTrue();
    }

    @Test
    void bytesHaveALimit() throws Exception {
        hot.close();
        hot = columns(1 << 20);
        List<ColumnScan> scans = IntStream.range(0, 8)
                .mapToObj(i -> scan(List.of(file("f" + i)), ID))
                .toList();
        for (ColumnScan scan : scans) {
            read(scan);
            read(scan);
        }
        await(() -> databases() > 0);
        await(() -> scans.stream().filter(this::isRead).count() > 0);

        assertThat(hot.bytes()).isLessThanOrEqualTo(1 << 20);
        await(() -> databases() <= 4);
    }

    @Test
    void bytesAreThoseOfTheMemory() throws Exception {
        ColumnScan scan = scan(List.of(file("large", 300_000, "md5(range::VARCHAR)")), NAME);
        decode(scan);

        assertThat(hot.bytes()).isBetween(3_000_000L, 20_000_000L);
    }

    @Test
    void fileWhoseTableHasNoRoomIsRead() throws Exception {
        ColumnScan scan = scan(List.of(file("large", 1_000_000, "md5(range::VARCHAR)")), NAME);
        ColumnScan other = scan(List.of(file("a")), ID);
        for (long megabytes = 30; megabytes <= 60; megabytes += 3) {
            hot.close();
            database.close();
            database = DuckDb.start(new DuckDbLimits(megabytes << 20, 2, directory.resolve("spill" + megabytes)));
            hot = columns(100 << 20);
            read(scan);
            read(scan);
            decode(other);
            assertThat(rows(other)).isEqualTo(plain(other));
            assertThat(hot.bytes()).isPositive();
        }
    }

    @Test
    void fileThatIsAnotherOneIsReadAnew() throws Exception {
        WholeFile before = file("a");
        decode(scan(List.of(before), ID));

        WholeFile after = new WholeFile(before.path(), before.length(), before.rows(), "another");
        assertThat(read(scan(List.of(after), ID))).isFalse();
    }

    @Test
    void fileThatIsTooLargeIsRead() throws Exception {
        hot.close();
        hot = columns(50_000);
        ColumnScan scan = scan(List.of(file("a")), ID);
        for (int i = 0; i < 5; i++) {
            assertThat(read(scan)).isFalse();
        }
        assertThat(hot.bytes()).isZero();
        assertThat(rows(scan)).isEqualTo(plain(scan));
    }

    @Test
    void fileThatCannotBeDecodedIsRead() throws Exception {
        WholeFile broken = new WholeFile(directory.resolve("broken.parquet").toString(), 3, 3, "");
        Files.writeString(Path.of(broken.path()), "abc");
        WholeFile good = file("a");
        read(scan(List.of(broken), ID));
        read(scan(List.of(broken), ID));

        decode(scan(List.of(good), ID));

        assertThat(read(scan(List.of(broken), ID))).isFalse();
        await(() -> databases() == 1);
    }

    @Test
    void nothingIsKeptOfADatabaseThatAnotherOneHasReplaced() throws Exception {
        ColumnScan scan = scan(List.of(file("a")), ID);
        decode(scan);

        try (DuckSession other = database.session(Set.of(directory + "/", "/nowhere/"), "UTC");
                HotColumns.Lease lease = hot.lease(other, scan.text(), List.of(scan))) {
            assertThat(lease.isOfAny()).isFalse();
        }
        assertThat(rows(scan)).isEqualTo(plain(scan));
    }

    @Test
    void statementsWithoutMemoryHaveIt() throws Exception {
        hot.close();
        hot = columns(1_000_000);
        ColumnScan scan = scan(List.of(file("a")), ID);
        decode(scan);

        hot.outOfMemory();

        assertThat(hot.bytes()).isZero();
        await(() -> databases() == 0);
        decode(scan);
        for (int i = 0; i < 4; i++) {
            hot.outOfMemory();
        }
        // A sixteenth of the bytes is too few for the file.
        assertThat(read(scan)).isFalse();
        await(() -> databases() == 0);
    }

    @Test
    void tableStaysAsLongAsItIsRead() throws Exception {
        ColumnScan scan = scan(List.of(file("a")), ID);
        decode(scan);
        try (DuckSession session = session();
                HotColumns.Lease lease = hot.lease(session, scan.text(), List.of(scan))) {
            hot.outOfMemory();
            assertThat(count(session, lease.sql())).isEqualTo(ROWS);
        }
        await(() -> databases() == 0);
    }

    @Test
    void statementsGoOnWhileTablesComeAndGo() throws Exception {
        List<WholeFile> files = List.of(file("a"), file("b"));
        List<CompletableFuture<Void>> readers = IntStream.range(0, 4)
                .mapToObj(reader -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 200; i++) {
                        ColumnScan scan = i % 3 == 0 ? scan(files, NAME, ID) : scan(files, i % 3 == 1 ? ID : LATER);
                        if (i % 50 == 49) {
                            hot.outOfMemory();
                        }
                        try (DuckSession session = session();
                                HotColumns.Lease lease = hot.lease(session, scan.text(), List.of(scan))) {
                            assertThat(count(session, lease.sql())).isEqualTo(2 * ROWS);
                        } catch (SQLException e) {
                            throw new AssertionError(e);
                        }
                    }
                }))
                .toList();

        readers.forEach(CompletableFuture::join);
    }

    /** What has to come true. */
    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it has not come true").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void decode(ColumnScan scan) throws SQLException {
        read(scan);
        read(scan);
        awaitDecoded(scan);
    }

    private void awaitDecoded(ColumnScan scan) throws SQLException {
        await(() -> isRead(scan));
    }

    /** As a statement does; returns whether any of it was read from memory. */
    private boolean read(ColumnScan scan) {
        return isRead(scan);
    }

    private boolean isRead(ColumnScan scan) {
        try (DuckSession session = session();
                HotColumns.Lease lease = hot.lease(session, scan.text(), List.of(scan))) {
            return lease.isOfAny();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private DuckSession session() throws SQLException {
        return database.session(Set.of(directory + "/"), "UTC");
    }

    private List<String> rows(ColumnScan scan) throws SQLException {
        try (DuckSession session = session();
                HotColumns.Lease lease = hot.lease(session, "(" + scan.text() + ")", List.of(scan))) {
            return texts(session, lease.sql());
        }
    }

    private List<String> plain(ColumnScan scan) throws SQLException {
        try (DuckSession session = session()) {
            return texts(session, "(" + scan.text() + ")");
        }
    }

    private static List<String> texts(DuckSession session, String source) throws SQLException {
        return session.query("SELECT rows::VARCHAR FROM " + source + " AS rows", rows -> {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        });
    }

    private static long count(DuckSession session, String source) throws SQLException {
        return session.query("SELECT count(*) FROM (" + source + ")", rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    private long databases() throws SQLException {
        try (DuckSession session = session()) {
            return session.query(
                    "SELECT count(*) FROM duckdb_databases() WHERE database_name LIKE 'hot%'",
                    rows -> {
                        rows.next();
                        return rows.getLong(1);
                    });
        }
    }

    private static ColumnScan scan(List<WholeFile> files, ColumnKey... keys) {
        return new ColumnScan(
                files,
                IntStream.range(0, keys.length)
                        .mapToObj(i -> new ColumnScan.Column("x " + i, keys[i]))
                        .toList());
    }

    /** With the fields 1 and 2, written once. */
    private WholeFile file(String name) {
        return file(name, ROWS, "CASE WHEN range % 3 > 0 THEN '" + name + "' || range END");
    }

    private WholeFile file(String name, int rows, String names) {
        Path path = directory.resolve(name + ".parquet");
        if (!Files.exists(path)) {
            try (Connection writer = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = writer.createStatement()) {
                statement.execute("COPY (SELECT range AS id, " + names + " AS name FROM range(" + rows + ")) TO '"
                        + path + "' (FORMAT parquet, FIELD_IDS {id: 1, name: 2})");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        return new WholeFile(path.toString(), path.toFile().length(), rows, "");
    }
}
