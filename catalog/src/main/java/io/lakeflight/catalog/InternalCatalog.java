package io.lakeflight.catalog;

import static java.util.Objects.requireNonNull;

import io.lakeflight.catalog.SchemaFormStore.Dialect;
import io.lakeflight.storage.CachingFileIO;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.view.ViewOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iceberg's JDBC catalog, made fit for clients that are not trusted: any name is harmless, no file outside the warehouse
 * is touched, and the pointers of several tables move together.
 */
final class InternalCatalog extends JdbcCatalog {
    private static final Logger log = LoggerFactory.getLogger(InternalCatalog.class);
    private static final int DROP_ATTEMPTS = 10;

    private final CatalogCaches caches;
    private final Parts parts;

    /** What the JDBC catalog builds while it is initialized, and keeps to itself. */
    private static final class Parts {
        private @Nullable JdbcClientPool connections;
        private @Nullable FileIO files;
        private @Nullable MetadataFiles metadata;
        private Optional<KeptForms> forms = Optional.empty();

        private FileIO open(Object hadoop, Map<String, String> properties, CatalogCaches caches) {
            files = openFiles(hadoop, properties, caches);
            metadata = new MetadataFiles(files, caches.metadata());
            return files;
        }
    }

    /**
     * @param hadoop Hadoop's configuration, for file systems reached through it
     * @param connections makes the pool of connections to the database from the catalog's properties
     */
    InternalCatalog(Object hadoop, Function<Map<String, String>, JdbcClientPool> connections, CatalogCaches caches) {
        this(hadoop, connections, caches, new Parts());
    }

    private InternalCatalog(
            Object hadoop,
            Function<Map<String, String>, JdbcClientPool> connections,
            CatalogCaches caches,
            Parts parts) {
        super(
                properties -> parts.open(hadoop, properties, caches),
                properties -> parts.connections = connections.apply(properties),
                true);
        this.caches = caches;
        this.parts = parts;
    }

    @Override
    public void initialize(String name, Map<String, String> properties) {
        try {
            super.initialize(name, properties);
            parts.forms = caches.form().flatMap(this::openForms);
        } catch (RuntimeException e) {
            if (parts.connections != null) {
                Closing.quietly(parts.connections);
            }
            throw e;
        }
    }

    private Optional<KeptForms> openForms(SchemaForm form) {
        Dialect dialect = properties().getOrDefault(CatalogProperties.URI, "").startsWith("jdbc:postgresql:")
                ? Dialect.POSTGRES
                : Dialect.SQLITE;
        SchemaFormStore store = new SchemaFormStore(connections(), dialect, name(), form.version());
        return KeptForms.open(name(), store, form, caches.maxFormBytes(), metadata());
    }

    private static FileIO openFiles(Object hadoop, Map<String, String> properties, CatalogCaches caches) {
        String implementation =
                properties.getOrDefault(CatalogProperties.FILE_IO_IMPL, "org.apache.iceberg.hadoop.HadoopFileIO");
        FileIO files = CatalogUtil.loadFileIO(implementation, properties, hadoop);
        FileIO caching = new CachingFileIO(files, UUID.randomUUID().toString(), caches.manifests());
        return new WarehouseFileIo(caching, boundary(properties));
    }

    private static WarehouseBoundary boundary(Map<String, String> properties) {
        return WarehouseBoundary.under(warehouse(properties));
    }

    private static String warehouse(Map<String, String> properties) {
        return requireNonNull(properties.get(CatalogProperties.WAREHOUSE_LOCATION), "a warehouse");
    }

    /** Where new tables go. */
    String warehouse() {
        return warehouse(properties());
    }

    /** What files of this catalog may be in. */
    WarehouseBoundary boundary() {
        return boundary(properties());
    }

    PointerStore pointers() {
        return new PointerStore(connections(), name());
    }

    private NamespaceStore namespaces() {
        return new NamespaceStore(connections(), name());
    }

    private JdbcClientPool connections() {
        return requireNonNull(parts.connections, "not initialized");
    }

    FileIO files() {
        return requireNonNull(parts.files, "not initialized");
    }

    MetadataFiles metadata() {
        return requireNonNull(parts.metadata, "not initialized");
    }

    /** Schemas that are kept in the database; empty if none are. */
    Optional<KeptForms> forms() {
        return parts.forms;
    }

    @Override
    protected LakeTableOperations newTableOps(TableIdentifier table) {
        return new LakeTableOperations(this, StoredName.of(table));
    }

    @Override
    protected ViewOperations newViewOps(TableIdentifier view) {
        return new LakeViewOperations(this, connections(), properties(), StoredName.of(view));
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier table) {
        return TableDirectory.of(warehouse(properties()), StoredName.read(table));
    }

    @Override
    public Table registerTable(TableIdentifier name, String metadataFile, boolean overwrite) {
        LakeTableOperations table = newTableOps(name);
        if (!overwrite || table.current() == null) {
            return registerTable(name, metadataFile);
        }
        TableMetadata metadata = read(metadataFile);
        table.requirePlace(table.current(), metadata);
        pointers().move(List.of(table.step(table.current(), metadataFile)));
        return new BaseTable(newTableOps(name).afterChange(), name() + "." + name);
    }

    @Override
    public Table registerTable(TableIdentifier name, String metadataFile) {
        if (!tableExists(name)) {
            read(metadataFile);
        }
        return super.registerTable(name, metadataFile);
    }

    private TableMetadata read(String metadataFile) {
        try {
            return metadata().readTable(metadataFile);
        } catch (NotFoundException | ValidationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ValidationException(e, "Not a table's metadata file: %s", metadataFile);
        }
    }

    /** Also one that cannot be read, which can be dropped. */
    @Override
    public boolean tableExists(TableIdentifier table) {
        return pointers().find(StoredName.of(table)).isPresent() || super.tableExists(table);
    }

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        return purge ? purgeTable(StoredName.of(table)) : super.dropTable(StoredName.of(table), false);
    }

    /**
     * Takes out the very table whose files are deleted then: since its metadata was read, it may have got another name,
     * and another table its name.
     */
    private boolean purgeTable(TableIdentifier name) {
        for (int attempt = 0; attempt < DROP_ATTEMPTS; attempt++) {
            LakeTableOperations table = newTableOps(name);
            TableMetadata last;
            try {
                last = table.current();
            } catch (NotFoundException e) {
                log.warn("Table {} is dropped without its files, since its metadata cannot be read", name, e);
                return super.dropTable(name, false);
            }
            if (last == null) {
                return false;
            }
            if (pointers().remove(name, last.metadataFileLocation())) {
                deleteFiles(name, last);
                return true;
            }
        }
        throw new CommitFailedException("Cannot drop %s: it is being changed all the time", StoredName.read(name));
    }

    /** Of a table that is dropped, whatever becomes of them: those that are left are orphans. */
    private void deleteFiles(TableIdentifier name, TableMetadata last) {
        try {
            Optional<PointerStore.Pointer> twin = pointers().inDirectoryOf(last.metadataFileLocation());
            if (twin.isPresent()) {
                log.warn(
                        "The files of {} are kept: those of {} are the same",
                        name,
                        twin.get().name());
            } else {
                CatalogUtil.dropTableData(files(), last);
            }
        } catch (RuntimeException e) {
            log.warn("Not all files of {} are deleted", name, e);
        }
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        super.renameTable(StoredName.of(from), StoredName.of(to));
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return super.listTables(StoredName.of(namespace)).stream()
                .map(StoredName::read)
                .toList();
    }

    @Override
    public boolean dropView(TableIdentifier view) {
        return super.dropView(StoredName.of(view));
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        super.renameView(StoredName.of(from), StoredName.of(to));
    }

    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        return super.listViews(StoredName.of(namespace)).stream()
                .map(StoredName::read)
                .toList();
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        try {
            super.createNamespace(StoredName.of(namespace), metadata);
        } catch (UncheckedSQLException e) {
            // Two callers may both have found the name free; the primary key lets one of them win.
            if (PointerStore.isTaken(e)) {
                throw new AlreadyExistsException(e, "Namespace already exists: %s", StoredName.read(namespace));
            }
            throw e;
        }
    }

    @Override
    public boolean namespaceExists(Namespace namespace) {
        return namespaces().exists(StoredName.of(namespace));
    }

    @Override
    public List<Namespace> listNamespaces() {
        return super.listNamespaces().stream()
                .map(StoredName::read)
                .sorted(Comparator.comparing(Namespace::toString))
                .toList();
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        if (parent.isEmpty()) {
            return listNamespaces();
        }
        if (!namespaceExists(parent)) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", StoredName.read(parent));
        }
        return namespaces().within(StoredName.of(parent)).stream()
                .map(StoredName::read)
                .toList();
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        Map<String, String> metadata = new HashMap<>(super.loadNamespaceMetadata(StoredName.of(namespace)));
        String warehouse = warehouse(properties());
        String derived =
                warehouse + "/" + String.join("/", StoredName.of(namespace).levels());
        // The JDBC catalog derives a location from any name, "../.." included.
        metadata.replace("location", derived, TableDirectory.of(warehouse, namespace));
        return metadata;
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        try {
            return super.dropNamespace(StoredName.of(namespace));
        } catch (NamespaceNotEmptyException e) {
            // By the name it is stored under, which is another one if there is a dot in it.
            throw new NamespaceNotEmptyException(e, "Namespace is not empty: %s", StoredName.read(namespace));
        }
    }

    @Override
    public void close() {
        parts.forms.ifPresent(KeptForms::close);
        super.close();
        if (parts.metadata != null) {
            parts.metadata.close();
        }
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        try {
            return super.setProperties(StoredName.of(namespace), properties);
        } catch (UncheckedSQLException e) {
            if (!PointerStore.isTaken(e)) {
                throw e;
            }
            // Another has given the namespace the same property at the same time: it is there to be changed.
            return super.setProperties(StoredName.of(namespace), properties);
        }
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        return super.removeProperties(StoredName.of(namespace), properties);
    }
}
