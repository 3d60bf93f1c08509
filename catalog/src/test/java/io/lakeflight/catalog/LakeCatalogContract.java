package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every catalog does, of whatever kind and on whatever storage: a subclass says how to open it.
 *
 * <p>Two of them are open on the same tables, as in two servers.
 */
public abstract class LakeCatalogContract {
    protected static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));
    protected static final Namespace SALES = Namespace.of("sales");
    protected static final TableIdentifier ORDERS = TableIdentifier.of(SALES, "orders");

    protected LakeCatalog catalog;
    protected LakeCatalog other;

    /** Opens a catalog called {@code lake}, each time in the same place. */
    protected abstract LakeCatalog open();

    @BeforeEach
    void openTwice() {
        catalog = open();
        other = open();
        createNamespace(SALES);
    }

    @AfterEach
    void closeBoth() {
        catalog.close();
        other.close();
    }

    @Test
    void whatOneCreatesTheOtherSeesAtOnce() {
        Table created = createTable(ORDERS);

        assertThat(tables(other)).containsExactly(ORDERS);
        assertThat(load(other, ORDERS).uuid()).isEqualTo(created.uuid());
        assertThat(load(other, ORDERS).schema().sameSchema(created.schema())).isTrue();
        assertThat(Catalogs.of(other).tables("lake", "sales"))
                .extracting(entry -> entry.name().table())
                .containsExactly("orders");
    }

    @Test
    void whatOneCommitsTheOtherReadsAtOnce() {
        createTable(ORDERS);
        Table read = load(other, ORDERS);

        append(catalog, ORDERS, "a");
        append(other, ORDERS, "b");

        assertThat(files(catalog, ORDERS)).containsExactlyInAnyOrder("a", "b");
        read.refresh();
        assertThat(read.snapshots()).hasSize(2);
    }

    @Test
    void whatOneDropsTheOtherMissesAtOnce() {
        createTable(ORDERS);
        Table read = load(other, ORDERS);

        assertThat(catalog.call(() -> catalog.tables().dropTable(ORDERS))).isTrue();

        assertThat(other.call(() -> other.tables().dropTable(ORDERS))).isFalse();
        assertThatThrownBy(() -> load(other, ORDERS)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(read::refresh).isInstanceOf(RuntimeException.class);
        assertThat(tables(other)).isEmpty();
    }

    @Test
    void droppedTableMayBeCreatedAgain() {
        UUID first = createTable(ORDERS).uuid();
        append(catalog, ORDERS, "a");
        catalog.call(() -> catalog.tables().dropTable(ORDERS, true));

        Table second = other.call(() -> other.tables().createTable(ORDERS, SCHEMA));

        assertThat(second.uuid()).isNotEqualTo(first);
        assertThat(files(catalog, ORDERS)).isEmpty();
    }

    @Test
    void namesAreTaken() {
        createTable(ORDERS);

        assertThatThrownBy(() -> other.call(() -> other.tables().createTable(ORDERS, SCHEMA)))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> other.call(() -> {
                    other.namespaces().createNamespace(SALES);
                    return true;
                }))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("sales");
    }

    @Test
    void missingNamesAreToldFromEmptyOnes() {
        Namespace nowhere = Namespace.of("nowhere");

        assertThat(tables(other)).isEmpty();
        assertThatThrownBy(() -> other.call(() -> other.tables().listTables(nowhere)))
                .isInstanceOf(NoSuchNamespaceException.class);
        assertThat(other.call(() -> other.namespaces().namespaceExists(nowhere)))
                .isFalse();
        assertThat(other.metadataLocation(ORDERS)).isEmpty();
    }

    @Test
    void namespacesNest() {
        Namespace europe = Namespace.of("sales", "eu");
        createNamespace(europe);
        TableIdentifier nested = TableIdentifier.of(europe, "orders");
        createTable(nested);

        assertThat(other.call(() -> other.namespaces().listNamespaces(SALES))).containsExactly(europe);
        assertThat(other.call(() -> other.tables().listTables(europe))).containsExactly(nested);
        assertThat(tables(other)).isEmpty();
        assertThat(Catalogs.of(other).schemas("lake")).contains("sales", "sales.eu");
    }

    @Test
    void onlyEmptyNamespacesAreDropped() {
        createTable(ORDERS);

        assertThatThrownBy(() -> other.call(() -> other.namespaces().dropNamespace(SALES)))
                .isInstanceOf(NamespaceNotEmptyException.class);
        catalog.call(() -> catalog.tables().dropTable(ORDERS));
        assertThat(other.call(() -> other.namespaces().dropNamespace(SALES))).isTrue();
        assertThat(catalog.call(() -> catalog.namespaces().namespaceExists(SALES)))
                .isFalse();
    }

    @Test
    void namesDifferByCase() {
        TableIdentifier capital = TableIdentifier.of(SALES, "Orders");
        createTable(ORDERS);

        Table created = other.call(() -> other.tables().createTable(capital, SCHEMA));

        assertThat(load(catalog, ORDERS).uuid()).isNotEqualTo(created.uuid());
        assertThat(tables(catalog)).containsExactlyInAnyOrder(ORDERS, capital);
    }

    @Test
    void commitOnAnOldStateIsRefused() {
        createTable(ORDERS);
        Table stale = load(other, ORDERS);
        var change = stale.updateSchema().addColumn("more", Types.LongType.get());
        catalog.call(() -> {
            catalog.tables()
                    .loadTable(ORDERS)
                    .updateSchema()
                    .addColumn("less", Types.LongType.get())
                    .commit();
            return true;
        });

        assertThatThrownBy(() -> other.call(() -> {
                    change.commit();
                    return true;
                }))
                .isInstanceOf(CommitFailedException.class);
        assertThat(load(other, ORDERS).schema().findField("more")).isNull();
    }

    protected final Table createTable(TableIdentifier table) {
        return catalog.call(() -> catalog.tables().createTable(table, SCHEMA));
    }

    protected final void createNamespace(Namespace namespace) {
        catalog.call(() -> {
            catalog.namespaces().createNamespace(namespace);
            return true;
        });
    }

    protected static Table load(LakeCatalog catalog, TableIdentifier table) {
        return catalog.call(() -> catalog.tables().loadTable(table));
    }

    protected static List<TableIdentifier> tables(LakeCatalog catalog) {
        return catalog.call(() -> catalog.tables().listTables(SALES));
    }

    protected static void append(LakeCatalog catalog, TableIdentifier table, String file) {
        catalog.call(() -> {
            catalog.tables()
                    .loadTable(table)
                    .newAppend()
                    .appendFile(dataFile(file))
                    .commit();
            return true;
        });
    }

    /** The data files of the current snapshot, by name. */
    protected static List<String> files(LakeCatalog catalog, TableIdentifier table) {
        return catalog.call(() -> {
            List<String> files = new ArrayList<>();
            try (var tasks = catalog.tables().loadTable(table).newScan().planFiles()) {
                tasks.forEach(task -> files.add(task.file().location()));
            }
            return files;
        });
    }

    /** A file that nobody reads. */
    protected static DataFile dataFile(String path) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(100)
                .withRecordCount(10)
                .build();
    }
}
