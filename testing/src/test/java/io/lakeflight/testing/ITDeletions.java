package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What statements delete, and what they leave, whatever files other programs have listed as a table's. */
@OnSharedCluster
final class ITDeletions {
    private final TestingCluster cluster;
    private TestingClient client;
    private RESTCatalog other;

    ITDeletions(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
        other = new RESTCatalog();
        other.initialize(
                "other",
                Map.of(
                        CatalogProperties.URI,
                        cluster.icebergUri(),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        "lake",
                        CatalogProperties.FILE_IO_IMPL,
                        "io.lakeflight.storage.DirectoryFileIO"));
        client.update("CREATE NAMESPACE IF NOT EXISTS lake.gone");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        other.close();
    }

    @Test
    void fileOutsideTheWarehouseSurvivesThePurgeOfTheTableThatListsIt() throws IOException {
        Path victim = victim("purged");
        Table table = tableThatLists("purged", victim);

        client.update("DROP TABLE lake.gone.purged PURGE");

        assertThat(victim).exists();
        assertThat(files(table)).isEmpty();
    }

    @Test
    void fileOutsideTheWarehouseSurvivesTheExpiryOfTheSnapshotThatListsIt() throws IOException {
        Path victim = victim("expired");
        tableThatLists("expired", victim);
        client.update("TRUNCATE TABLE lake.gone.expired");

        client.query("CALL lake.system.expire_snapshots(table => 'gone.expired',"
                + " older_than => TIMESTAMP '2100-01-01', retain_last => 1)");

        assertThat(victim).exists();
        assertThat(client.query("SELECT count(*) FROM lake.gone.expired.snapshots")
                        .value())
                .isEqualTo(1L);
    }

    @Test
    void tableOfTwoNamesKeepsItsFilesUntilTheLastIsPurged() throws IOException {
        client.update("CREATE TABLE lake.gone.one AS SELECT id FROM range(3)");
        Table table = table("one");
        other.registerTable(
                TableIdentifier.of("gone", "two"),
                ((HasTableOperations) table).operations().current().metadataFileLocation());

        client.update("DROP TABLE lake.gone.one PURGE");
        assertThat(client.query("SELECT count(*) FROM lake.gone.two WHERE id >= 0")
                        .value())
                .isEqualTo(3L);

        client.update("DROP TABLE lake.gone.two PURGE");
        assertThat(files(table)).isEmpty();
    }

    private Path victim(String name) throws IOException {
        return Files.writeString(cluster.home().resolve(name + ".parquet"), "of somebody else");
    }

    private Table tableThatLists(String name, Path file) throws IOException {
        client.update("CREATE TABLE lake.gone.%s AS SELECT id FROM range(3)".formatted(name));
        Table table = table(name);
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath("file:" + file)
                        .withFileSizeInBytes(Files.size(file))
                        .withRecordCount(1)
                        .build())
                .commit();
        return table;
    }

    private Table table(String name) {
        return other.loadTable(TableIdentifier.of(Namespace.of("gone"), name));
    }

    private static List<Path> files(Table table) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(table.location().substring("file:".length())))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
