package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one server does between two steps of another one. */
class TestInterleaving {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final TableIdentifier ARCHIVE = TableIdentifier.of("default", "archive");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private final String hooked = UUID.randomUUID().toString();
    private LakeCatalog lake;
    private LakeCatalog other;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(hooked),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
        other = LakeCatalog.open("lake", home);
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
    }

    @Test
    void purgeDeletesNoFileOfATableThatWasRenamedMeanwhile() {
        other.tables().createTable(ORDERS, SCHEMA);
        CountingFileIO.beforeNextRead(hooked, () -> {
            other.tables().renameTable(ORDERS, ARCHIVE);
            other.tables().createTable(ORDERS, SCHEMA);
        });

        assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();

        assertThat(other.tables().tableExists(ORDERS)).isFalse();
        try (LakeCatalog fresh = LakeCatalog.open("lake", home)) {
            assertThat(fresh.tables().loadTable(ARCHIVE).schema().asStruct()).isEqualTo(SCHEMA.asStruct());
        }
    }

    @Test
    void purgeDeletesWhatWasCommittedMeanwhileToo() {
        Table table = other.tables().createTable(ORDERS, SCHEMA);
        Path directory = Path.of(table.location().substring("file:".length()));
        CountingFileIO.beforeNextRead(
                hooked, () -> table.updateProperties().set("a", "1").commit());

        assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();

        assertThat(directory.resolve("metadata")).isEmptyDirectory();
    }
}
