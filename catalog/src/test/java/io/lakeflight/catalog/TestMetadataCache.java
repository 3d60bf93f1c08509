package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a catalog's files, and that it is never too little. */
class TestMetadataCache {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private final String counted = UUID.randomUUID().toString();
    private LakeCatalog lake;
    private LakeCatalog other;

    @BeforeEach
    void open() {
        // Two servers over one database and warehouse.
        lake = LakeCatalog.open(definition(), home);
        other = LakeCatalog.open(definition(), home);
        lake.tables().createTable(ORDERS, SCHEMA);
        CountingFileIO.takeReads(counted);
    }

    private CatalogDefinition definition() {
        return new CatalogDefinition(
                "lake", CatalogType.INTERNAL, CountingFileIO.properties(counted), CatalogDefinition.DEFAULT_TIMEOUT);
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
    }

    @Test
    void knownVersionIsLoadedWithoutReading() {
        append(lake, 1);
        CountingFileIO.takeReads(counted);

        for (int load = 0; load < 10; load++) {
            lake.tables().loadTable(ORDERS).currentSnapshot();
        }

        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void repeatedScanReadsNothing() throws IOException {
        append(lake, 2);
        append(lake, 3);
        assertThat(rows(lake)).isEqualTo(5);
        CountingFileIO.takeReads(counted);

        assertThat(rows(lake)).isEqualTo(5);

        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void ownCommitIsSeenWithoutReadingItsFile() {
        append(lake, 1);
        CountingFileIO.takeReads(counted);

        TableMetadata kept = metadata(lake);

        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
        TableMetadata read = TableMetadataParser.read(new CountingFileIO().newInputFile(kept.metadataFileLocation()));
        assertThat(TableMetadataParser.toJson(kept)).isEqualTo(TableMetadataParser.toJson(read));
        assertThat(kept.changes()).isEmpty();
        assertThat(kept.previousFiles()).isEqualTo(read.previousFiles());
    }

    @Test
    void commitOfAnotherServerIsSeenByTheNextLoad() throws IOException {
        append(lake, 1);
        assertThat(rows(lake)).isEqualTo(1);

        append(other, 2);

        assertThat(rows(lake)).isEqualTo(3);
    }

    @Test
    void tableThatAnotherServerMadeAnewIsNotTheOldOne() throws IOException {
        append(lake, 1);
        assertThat(rows(lake)).isEqualTo(1);
        String old = metadata(lake).uuid();

        other.tables().dropTable(ORDERS, true);
        assertThatThrownBy(() -> lake.tables().loadTable(ORDERS)).isInstanceOf(NoSuchTableException.class);
        other.tables().createTable(ORDERS, SCHEMA);

        assertThat(metadata(lake).uuid()).isNotEqualTo(old);
        assertThat(rows(lake)).isZero();
    }

    @Test
    void registeredFileIsReadEvenIfOneOfItsNameWasKnown() throws IOException {
        append(lake, 1);
        TableMetadata first = metadata(lake);
        String location = first.metadataFileLocation();
        lake.tables().dropTable(ORDERS, false);
        TableMetadata rewritten = TableMetadata.buildFrom(first)
                .setProperties(Map.of("rewritten", "yes"))
                .build();
        Files.writeString(Path.of(location.substring("file:".length())), TableMetadataParser.toJson(rewritten));

        lake.tables().registerTable(ORDERS, location);

        assertThat(metadata(lake).properties()).containsEntry("rewritten", "yes");
    }

    @Test
    void missingMetadataFileIsNotRemembered() throws IOException {
        Path file = Path.of(metadata(lake).metadataFileLocation().substring("file:".length()));
        Path away = file.resolveSibling("away");
        Files.move(file, away);
        assertThatThrownBy(() -> other.tables().loadTable(ORDERS)).isInstanceOf(RuntimeException.class);

        Files.move(away, file);

        assertThat(metadata(other).uuid()).isEqualTo(metadata(lake).uuid());
    }

    @Test
    void viewIsReadOnceAndItsReplacementSeen() {
        TableIdentifier view = TableIdentifier.of("default", "recent");
        createView(view, "SELECT 1");
        assertThat(sql(lake, view)).isEqualTo("SELECT 1");
        CountingFileIO.takeReads(counted);
        assertThat(sql(lake, view)).isEqualTo("SELECT 1");
        assertThat(CountingFileIO.takeReads(counted)).isEmpty();

        other.views()
                .loadView(view)
                .replaceVersion()
                .withSchema(SCHEMA)
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", "SELECT 2")
                .commit();

        assertThat(sql(lake, view)).isEqualTo("SELECT 2");
    }

    @Test
    void concurrentWritersLoseNothingAndReadersSeeWholeCommits() throws Exception {
        int writers = 4;
        int commits = 10;
        lake.tables()
                .loadTable(ORDERS)
                .updateProperties()
                .set("commit.retry.num-retries", "1000")
                .set("commit.retry.min-wait-ms", "1")
                .set("commit.retry.max-wait-ms", "20")
                .commit();
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        try {
            List<Future<?>> work = IntStream.range(0, writers)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        for (int commit = 0; commit < commits; commit++) {
                            // Two files in each commit: half of one would be an odd number of rows.
                            Table table =
                                    (writer % 2 == 0 ? lake : other).tables().loadTable(ORDERS);
                            table.newAppend()
                                    .appendFile(file(1))
                                    .appendFile(file(1))
                                    .commit();
                        }
                        return null;
                    }))
                    .toList();
            long last = 0;
            while (last < 2L * writers * commits) {
                long rows = rows(lake);
                assertThat(rows % 2).isZero();
                assertThat(rows).isGreaterThanOrEqualTo(last);
                last = rows;
                if (work.stream().allMatch(Future::isDone)) {
                    last = rows(lake);
                    break;
                }
            }
            for (Future<?> each : work) {
                each.get();
            }
            assertThat(last).isEqualTo(2L * writers * commits);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void append(LakeCatalog catalog, int rows) {
        catalog.tables().loadTable(ORDERS).newAppend().appendFile(file(rows)).commit();
    }

    private static DataFile file(int rows) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("file:/none/" + UUID.randomUUID() + ".parquet")
                .withFileSizeInBytes(1)
                .withRecordCount(rows)
                .build();
    }

    private static long rows(LakeCatalog catalog) throws IOException {
        long rows = 0;
        try (CloseableIterable<FileScanTask> tasks =
                catalog.tables().loadTable(ORDERS).newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                rows += task.file().recordCount();
            }
        }
        return rows;
    }

    private static TableMetadata metadata(LakeCatalog catalog) {
        return ((BaseTable) catalog.tables().loadTable(ORDERS)).operations().current();
    }

    private void createView(TableIdentifier view, String sql) {
        lake.views()
                .buildView(view)
                .withSchema(SCHEMA)
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", sql)
                .create();
    }

    private static String sql(LakeCatalog catalog, TableIdentifier view) {
        return catalog.views().loadView(view).sqlFor("spark").sql();
    }
}
