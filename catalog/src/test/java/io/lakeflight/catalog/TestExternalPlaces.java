package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of catalogs that make paths of names, and take locations, stay in the warehouse. */
class TestExternalPlaces {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final Namespace SALES = Namespace.of("sales");
    private static final TableIdentifier ORDERS = TableIdentifier.of(SALES, "orders");
    private static final List<String> UNSAFE =
            List.of("../../prey", "..", ".", "a/b", "a\\b", "a\nb", "é".repeat(128), "../../../../tmp");

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource(names = {"JDBC", "HADOOP"})
    void nothingIsNamedAsAPathElsewhere(CatalogType type) {
        try (LakeCatalog theirs = open(type)) {
            for (String name : UNSAFE) {
                TableIdentifier table = TableIdentifier.of(SALES, name);
                assertThatThrownBy(() -> theirs.tables().createTable(table, SCHEMA))
                        .as(name)
                        .isInstanceOf(ValidationException.class);
                assertThatThrownBy(
                                () -> theirs.tables().buildTable(table, SCHEMA).createTransaction())
                        .as(name)
                        .isInstanceOf(ValidationException.class);
                assertThatThrownBy(() -> theirs.tables().createTable(TableIdentifier.of("sales", name, "t"), SCHEMA))
                        .as(name)
                        .isInstanceOf(ValidationException.class);
                assertThatThrownBy(() -> theirs.namespaces().createNamespace(Namespace.of(name)))
                        .as(name)
                        .isInstanceOf(ValidationException.class);
                assertThatThrownBy(() -> theirs.tables().renameTable(ORDERS, table))
                        .as(name)
                        .isInstanceOf(ValidationException.class);
            }
            assertThat(theirs.tables().listTables(SALES)).isEmpty();
        }
    }

    @Test
    void directoriesElsewhereAreNeitherTablesNorSchemas() throws IOException {
        Path prey = home.resolve("prey");
        new HadoopCatalog(new Configuration(), "file:" + home)
                .createTable(TableIdentifier.of(Namespace.empty(), "prey"), SCHEMA);
        try (LakeCatalog theirs = open(CatalogType.HADOOP)) {
            TableIdentifier table = TableIdentifier.of(SALES, "../../prey");
            Namespace up = Namespace.of("..");

            assertThat(theirs.tables().tableExists(table)).isFalse();
            assertThatThrownBy(() -> theirs.tables().loadTable(table)).isInstanceOf(NoSuchTableException.class);
            assertThat(theirs.tables().dropTable(table, false)).isFalse();
            assertThat(theirs.tables().dropTable(table, true)).isFalse();
            assertThat(theirs.namespaces().namespaceExists(up)).isFalse();
            assertThat(theirs.namespaces().dropNamespace(up)).isFalse();
            assertThatThrownBy(() -> theirs.namespaces().listNamespaces(up))
                    .isInstanceOf(NoSuchNamespaceException.class);
            assertThatThrownBy(() -> theirs.tables().listTables(up)).isInstanceOf(NoSuchNamespaceException.class);
            assertThat(Catalogs.of(theirs).relations("theirs", RelationFilter.of("..")))
                    .isEmpty();
        }
        assertThat(prey.resolve("metadata")).isNotEmptyDirectory();
    }

    @Test
    void tablesAreNeitherCreatedNorMovedOutside() {
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            Table orders = theirs.tables().createTable(ORDERS, SCHEMA);
            TableIdentifier other = TableIdentifier.of(SALES, "other");
            for (String outside : List.of("/tmp/elsewhere", "file:" + home.resolve("theirs/../x"), "s3://bucket/x")) {
                assertThatThrownBy(() -> theirs.tables()
                                .buildTable(other, SCHEMA)
                                .withLocation(outside)
                                .create())
                        .isInstanceOf(ValidationException.class)
                        .hasMessageContaining("outside the catalog's warehouse");
                assertThatThrownBy(() ->
                                orders.updateLocation().setLocation(outside).commit())
                        .isInstanceOf(ValidationException.class);
                for (String property : List.of("write.data.path", "write.metadata.path", "write.object-storage.path")) {
                    assertThatThrownBy(() -> orders.updateProperties()
                                    .set(property, outside)
                                    .commit())
                            .as(property)
                            .isInstanceOf(ValidationException.class)
                            .hasMessageContaining(property);
                }
            }
            assertThat(theirs.boundary().contains("file:" + home.resolve("theirs/sales/x")))
                    .isTrue();
            assertThat(theirs.tables().listTables(SALES)).containsExactly(ORDERS);
        }
    }

    /** Another client of the catalog may have made it, or this server before it refused that. */
    @Test
    void tableOutsideIsReadAndWrittenAndForgotten() throws IOException {
        Path outside = home.resolve("elsewhere/orders");
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            Catalog another = CatalogUtil.loadCatalog(
                    CatalogType.JDBC.implementation(), "theirs", properties(CatalogType.JDBC), new Configuration());
            another.buildTable(ORDERS, SCHEMA)
                    .withLocation("file:" + outside)
                    .withProperty("write.data.path", "file:" + outside.resolve("data"))
                    .create();

            Table orders = theirs.tables().loadTable(ORDERS);
            assertThat(orders.location()).isEqualTo("file:" + outside);
            orders.updateProperties().set("a", "b").commit();
            assertThat(theirs.tables().loadTable(ORDERS).properties()).containsEntry("a", "b");

            TableIdentifier copy = TableIdentifier.of(SALES, "copy");
            String metadata = ((BaseTable) theirs.tables().loadTable(ORDERS))
                    .operations()
                    .current()
                    .metadataFileLocation();
            assertThatThrownBy(() -> theirs.tables().registerTable(copy, metadata))
                    .isInstanceOf(ValidationException.class);

            assertThat(theirs.tables().dropTable(ORDERS, true)).isTrue();
            assertThat(theirs.tables().tableExists(ORDERS)).isFalse();
            assertThat(outside.resolve("metadata")).isNotEmptyDirectory();
        }
    }

    @Test
    void viewsAreNeitherCreatedNorMovedOutside() {
        Map<String, String> properties = properties(CatalogType.JDBC);
        properties.put("jdbc.schema-version", "V1");
        try (LakeCatalog theirs = LakeCatalog.open(
                new CatalogDefinition("theirs", CatalogType.JDBC, properties, CatalogDefinition.DEFAULT_TIMEOUT),
                home)) {
            theirs.namespaces().createNamespace(SALES);
            ViewBuilder view = theirs.views()
                    .buildView(ORDERS)
                    .withSchema(SCHEMA)
                    .withDefaultNamespace(SALES)
                    .withQuery("spark", "SELECT 1 AS id");
            assertThatThrownBy(() -> view.withLocation("/tmp/elsewhere").create())
                    .isInstanceOf(ValidationException.class);

            view.withLocation("file:" + home.resolve("theirs/sales/v")).create();

            assertThatThrownBy(() -> theirs.views()
                            .loadView(ORDERS)
                            .updateLocation()
                            .setLocation("/tmp/elsewhere")
                            .commit())
                    .isInstanceOf(ValidationException.class);
            assertThat(theirs.views().dropView(ORDERS)).isTrue();
        }
    }

    /** Where a name is looked for in a database it leads nowhere, whatever it is. */
    @Test
    void tableOfAStrangeNameIsReadWhereNamesAreNoPaths() {
        TableIdentifier strange = TableIdentifier.of(SALES, "a\\b");
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            CatalogUtil.loadCatalog(
                            CatalogType.JDBC.implementation(),
                            "theirs",
                            properties(CatalogType.JDBC),
                            new Configuration())
                    .createTable(strange, SCHEMA);

            assertThat(theirs.tables().loadTable(strange).schema().columns()).hasSize(1);
            theirs.tables().renameTable(strange, ORDERS);
            assertThat(theirs.tables().dropTable(ORDERS)).isTrue();
        }
    }

    @Test
    void placesOfTheServerAreOutsideEvenBehindALink() throws IOException {
        Files.createDirectories(home.resolve("state"));
        Files.createDirectories(home.resolve("theirs"));
        Files.createSymbolicLink(home.resolve("theirs/link"), home.resolve("state"));
        try (LakeCatalog theirs = open(CatalogType.JDBC)) {
            assertThat(theirs.boundary().contains("file:" + home.resolve("theirs/link/x")))
                    .isFalse();
            assertThatThrownBy(() -> theirs.boundary()
                            .requireFile(
                                    "Manifest list",
                                    home.resolve("state/control.db").toString()))
                    .isInstanceOf(ValidationException.class);
        }
    }

    private LakeCatalog open(CatalogType type) {
        LakeCatalog theirs = LakeCatalog.open(
                new CatalogDefinition("theirs", type, properties(type), CatalogDefinition.DEFAULT_TIMEOUT), home);
        SupportsNamespaces namespaces = theirs.namespaces();
        if (!namespaces.namespaceExists(SALES)) {
            namespaces.createNamespace(SALES);
        }
        return theirs;
    }

    private Map<String, String> properties(CatalogType type) {
        Map<String, String> properties = new HashMap<>(Map.of("warehouse", "file:" + home.resolve("theirs")));
        if (type == CatalogType.JDBC) {
            properties.put("uri", "jdbc:sqlite:" + home.resolve("theirs.db"));
        }
        return properties;
    }
}
