package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableName;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.BaseView;

/** A catalog "lake" whose tables have metadata, and data files in name only. */
final class TestingTables implements AutoCloseable {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    final Catalogs catalogs;
    private final LakeCatalog lake;

    TestingTables(Path home) {
        lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
    }

    static TableName name(String table) {
        return new TableName("lake", "default", table);
    }

    Table create(String table, Map<String, String> properties) {
        return lake.tables().createTable(name(table).identifier(), SCHEMA, PartitionSpec.unpartitioned(), properties);
    }

    Table createAt(String table, String location) {
        return createAt(name(table).identifier(), location);
    }

    /** In a namespace that is created with it if it is not there. */
    Table createAt(TableIdentifier table, String location) {
        if (!lake.namespaces().namespaceExists(table.namespace())) {
            lake.namespaces().createNamespace(table.namespace());
        }
        return lake.tables().buildTable(table, SCHEMA).withLocation(location).create();
    }

    void drop(String table) {
        lake.tables().dropTable(name(table).identifier());
    }

    /** Returns where its metadata file is. */
    Path createView(String view) {
        BaseView created = (BaseView) lake.views()
                .buildView(name(view).identifier())
                .withSchema(SCHEMA)
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", "SELECT 1L AS id")
                .create();
        return Path.of(created.operations().current().metadataFileLocation().replaceFirst("^file:/*", "/"));
    }

    Table load(String table) {
        return lake.tables().loadTable(name(table).identifier());
    }

    /** Commits one file for each snapshot. */
    static void append(Table table, int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            table.newAppend().appendFile(file(table)).commit();
        }
    }

    static DataFile file(Table table) {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
                .withFileSizeInBytes(1 << 20)
                .withRecordCount(10)
                .build();
    }

    @Override
    public void close() {
        catalogs.close();
    }
}
