package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine beside another program that writes the same tables: what the other commits is in the next statement. */
@OnSharedCluster
final class ITFreshness {
    private static final TableIdentifier SHARED = TableIdentifier.of("fresh", "shared");
    private static final String COUNT = "SELECT count(*) FROM lake.fresh.shared WHERE id >= 0";

    private final TestingCluster cluster;
    private TestingClient client;
    private RESTCatalog other;

    ITFreshness(TestingCluster cluster) {
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
        client.update("CREATE NAMESPACE IF NOT EXISTS lake.fresh");
        client.update("CREATE TABLE lake.fresh.shared AS SELECT id FROM range(10)");
    }

    @AfterEach
    void close() throws IOException {
        client.update("DROP TABLE IF EXISTS lake.fresh.shared PURGE");
        client.close();
        other.close();
    }

    @Test
    void commitsOfAnotherProgramAreSeenByTheNextStatement() {
        assertThat(client.query(COUNT).value()).isEqualTo(10L);
        Table shared = other.loadTable(SHARED);
        long first = shared.currentSnapshot().snapshotId();

        shared.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        assertThat(client.query(COUNT).value()).isEqualTo(0L);

        shared.manageSnapshots().rollbackTo(first).commit();
        assertThat(client.query(COUNT).value()).isEqualTo(10L);
    }

    @Test
    void textThatIsKnownIsAnalyzedAnewWhenItsTableHasChanged() {
        String all = "SELECT * FROM lake.fresh.shared WHERE id < 1";
        for (int i = 0; i < 4; i++) {
            assertThat(client.query(all).rows()).containsExactly(List.of(0L));
        }

        other.loadTable(SHARED)
                .updateSchema()
                .addColumn("more", Types.StringType.get())
                .commit();

        for (int i = 0; i < 4; i++) {
            assertThat(client.query(all).rows()).containsExactly(Arrays.asList(0L, null));
        }
        client.update("CREATE TEMPORARY VIEW shared AS SELECT 7 AS other");
        client.update("USE lake.fresh");
        assertThat(client.query("SELECT * FROM shared").rows()).containsExactly(List.of(7));
        client.update("DROP VIEW shared");
        assertThat(client.query("SELECT * FROM shared WHERE id < 1").rows()).containsExactly(Arrays.asList(0L, null));
    }

    @Test
    void tableMadeAnewByAnotherProgramIsNotTheOldOne() {
        assertThat(client.query(COUNT).value()).isEqualTo(10L);
        Table old = other.loadTable(SHARED);

        other.dropTable(SHARED, true);
        assertThatThrownBy(() -> client.query(COUNT)).hasMessageContaining("shared");
        other.createTable(SHARED, old.schema());

        assertThat(client.query(COUNT).value()).isEqualTo(0L);
    }

    @Test
    void repeatedStatementReadsNoMetadata() throws IOException {
        assertThat(client.query(COUNT).value()).isEqualTo(10L);
        Path table = Path.of(other.loadTable(SHARED).location().substring("file:".length()));
        try (Stream<Path> files = Files.list(table.resolve("metadata"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(client.query(COUNT).value()).isEqualTo(10L);
    }

    @Test
    void namesAreListedAsTheyAre() {
        String listed = "SELECT table_name FROM lake.information_schema.tables WHERE table_schema = 'fresh' ORDER BY 1";
        assertThat(client.query(listed).rows()).containsExactly(List.of("shared"));

        other.createTable(
                TableIdentifier.of(Namespace.of("fresh"), "another"),
                other.loadTable(SHARED).schema());
        assertThat(client.query(listed).rows()).containsExactly(List.of("another"), List.of("shared"));

        other.dropTable(TableIdentifier.of("fresh", "another"), true);
        assertThat(client.query(listed).rows()).containsExactly(List.of("shared"));
    }
}
