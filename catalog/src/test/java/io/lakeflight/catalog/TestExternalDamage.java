package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table that is damaged is told by its name, can be dropped, and harms no other table of its catalog. */
@Timeout(60)
class TestExternalDamage {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final Namespace SALES = Namespace.of("sales");
    private static final TableIdentifier ORDERS = TableIdentifier.of(SALES, "orders");
    private static final TableIdentifier OTHER = TableIdentifier.of(SALES, "other");

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource(names = {"JDBC", "HADOOP"})
    void damagedTableIsNamedAndDropped(CatalogType type) throws IOException {
        for (String content : List.of("{", "{}", "no text at all")) {
            try (LakeCatalog theirs = open(type)) {
                for (Path file : metadataFiles()) {
                    Files.writeString(file, content);
                }
                // More often than would count as out of reach.
                for (int look = 0; look < 3; look++) {
                    assertUnreadable(theirs, "is damaged");
                }
                assertOnlyThatIsLost(theirs, true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDBC", "HADOOP"})
    void tableWithoutItsMetadataFileIsNamedAndDropped(CatalogType type) throws IOException {
        try (LakeCatalog theirs = open(type)) {
            for (Path file : metadataFiles()) {
                Files.delete(file);
            }
            assertUnreadable(theirs, "is missing");
            assertOnlyThatIsLost(theirs, false);
        }
    }

    @Test
    void tableWhoseMetadataFileCannotBeOpenedIsNamedAndDropped() throws IOException {
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            for (Path file : metadataFiles()) {
                Files.delete(file);
                Files.createDirectory(file);
            }
            assertUnreadable(theirs, "cannot be opened or read");
            assertOnlyThatIsLost(theirs, true);
        }
    }

    @Test
    void damagedViewIsNamedAndDropped() throws IOException {
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            TableIdentifier view = TableIdentifier.of(SALES, "v");
            theirs.views()
                    .buildView(view)
                    .withSchema(SCHEMA)
                    .withDefaultNamespace(SALES)
                    .withQuery("spark", "SELECT 1 AS id")
                    .create();
            try (Stream<Path> files = Files.walk(home.resolve("theirs/sales/v"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, "{");
                }
            }

            assertThatThrownBy(() -> theirs.call(() -> theirs.views().loadView(view)))
                    .isInstanceOf(UnreadableTableException.class)
                    .hasMessageStartingWith("View theirs.sales.v cannot be read");
            assertThat(theirs.call(() -> theirs.views().viewExists(view))).isTrue();
            assertThat(theirs.call(() -> theirs.views().dropView(view))).isTrue();
        }
    }

    private void assertUnreadable(LakeCatalog theirs, String how) {
        assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                .isInstanceOf(UnreadableTableException.class)
                .hasMessageStartingWith("Table theirs.sales.orders cannot be read: its metadata file")
                .hasMessageContaining(".metadata.json " + how);
    }

    private static void assertOnlyThatIsLost(LakeCatalog theirs, boolean purge) {
        assertThat(theirs.call(() -> theirs.tables().loadTable(OTHER).schema().columns()))
                .hasSize(1);
        assertThat(theirs.call(() -> theirs.tables().tableExists(ORDERS))).isTrue();
        assertThat(theirs.call(() -> theirs.tables().dropTable(ORDERS, purge))).isTrue();
        assertThat(theirs.call(() -> theirs.tables().tableExists(ORDERS))).isFalse();
    }

    private List<Path> metadataFiles() {
        try (Stream<Path> files = Files.walk(home.resolve("theirs/sales/orders"))) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With two tables, of which one is to be damaged. */
    private LakeCatalog open(CatalogType type) {
        Map<String, String> properties = new HashMap<>(Map.of("warehouse", "file:" + home.resolve("theirs")));
        if (type == CatalogType.JDBC) {
            properties.put("uri", "jdbc:sqlite:" + home.resolve("theirs.db"));
            properties.put("jdbc.schema-version", "V1");
        }
        LakeCatalog theirs = LakeCatalog.open(
                new CatalogDefinition("theirs", type, properties, CatalogDefinition.DEFAULT_TIMEOUT), home);
        if (!theirs.namespaces().namespaceExists(SALES)) {
            theirs.namespaces().createNamespace(SALES);
            theirs.tables().createTable(OTHER, SCHEMA);
        }
        theirs.tables().createTable(ORDERS, SCHEMA);
        return theirs;
    }
}
