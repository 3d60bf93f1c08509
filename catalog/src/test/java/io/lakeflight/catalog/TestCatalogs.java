package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCatalogs {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private LakeCatalog lake;
    private Catalogs catalogs;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
    }

    @AfterEach
    void close() {
        catalogs.close();
    }

    @Test
    void nestedNamespacesAreSchemasWithDots() {
        lake.namespaces().createNamespace(Namespace.of("sales"));
        lake.namespaces().createNamespace(Namespace.of("sales", "eu"));
        lake.tables().createTable(TableIdentifier.of("sales", "eu", "orders"), SCHEMA);

        assertThat(catalogs.catalogs()).containsExactly("lake");
        assertThat(catalogs.schemas("lake")).containsExactly("default", "sales", "sales.eu");
        assertThat(catalogs.tables("lake", "sales.eu"))
                .containsExactly(new TableEntry(new TableName("lake", "sales.eu", "orders"), TableType.TABLE));
        assertThat(catalogs.loadSchema(new TableName("lake", "sales.eu", "orders")))
                .isPresent();
    }

    @Test
    void tablesAndViewsAreListedByName() {
        createTable("zebra");
        createTable("ant");
        createView("mole");

        assertThat(catalogs.tables("lake", "default"))
                .extracting(entry -> entry.name().table(), TableEntry::type)
                .containsExactly(
                        tuple("ant", TableType.TABLE), tuple("mole", TableType.VIEW), tuple("zebra", TableType.TABLE));
        assertThat(catalogs.loadSchema(new TableName("lake", "default", "mole")))
                .get()
                .satisfies(schema -> assertThat(schema.findField("id")).isNotNull());
    }

    @Test
    void unknownNamesAreAbsent() {
        assertThat(catalogs.find("pond")).isEmpty();
        assertThat(catalogs.schemas("pond")).isEmpty();
        assertThat(catalogs.tables("pond", "default")).isEmpty();
        assertThat(catalogs.tables("lake", "nowhere")).isEmpty();
        assertThat(catalogs.tables("lake", "")).isEmpty();
        assertThat(catalogs.loadSchema(new TableName("lake", "default", "nothing")))
                .isEmpty();
        assertThat(catalogs.snapshotsOf("q", new TableName("lake", "default", "nothing")))
                .isEmpty();
    }

    @Test
    void snapshotsOfAQueryAreFound() {
        TableName orders = new TableName("lake", "default", "orders");
        Table table = createTable("orders");
        long first = commit(table, "q_1");
        commit(table, "q_2");
        long last = commit(table, "q_1");
        commit(table, "q_3");

        assertThat(catalogs.snapshotsOf("q_1", orders)).hasValueSatisfying(found -> assertThat(found)
                .extracting(SnapshotSummary::snapshotId)
                .containsExactlyInAnyOrder(first, last));
        assertThat(catalogs.snapshotsOf("q_9", orders)).hasValue(List.of());
    }

    @Test
    void unknownTableIsAnsweredWithTheClosestNames() {
        createTable("orders");
        createTable("orders_2024");
        createTable("customers");
        lake.namespaces().createNamespace(Namespace.of("sales"));
        lake.tables().createTable(TableIdentifier.of("sales", "orders"), SCHEMA);

        assertThat(catalogs.closestNames("Ordres", "lake", "default"))
                .containsExactly(new TableName("lake", "default", "orders"), new TableName("lake", "sales", "orders"));
        assertThat(catalogs.closestNames("costumers", "lake", "default"))
                .containsExactly(new TableName("lake", "default", "customers"));
        assertThat(catalogs.closestNames("weather", "lake", "default")).isEmpty();
        assertThat(catalogs.closestNames("customers", "lak", "default"))
                .containsExactly(new TableName("lake", "default", "customers"));
        assertThat(catalogs.closestNames("customers", "elsewhere", "default")).isEmpty();
    }

    @Test
    void twoCatalogsOfOneNameAreRefused() {
        assertThatThrownBy(() -> Catalogs.of(lake, lake)).hasMessageContaining("lake");
    }

    private Table createTable(String name) {
        return lake.tables().createTable(TableIdentifier.of("default", name), SCHEMA);
    }

    private void createView(String name) {
        lake.views()
                .buildView(TableIdentifier.of("default", name))
                .withSchema(SCHEMA)
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", "SELECT 1 AS id")
                .create();
    }

    private static long commit(Table table, String queryId) {
        table.newAppend().set(SnapshotSummary.QUERY_ID, queryId).commit();
        return table.currentSnapshot().snapshotId();
    }
}
