package io.lakeflight.catalog;

import io.lakeflight.storage.DirectoryFileIO;
import io.lakeflight.storage.StorageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.jspecify.annotations.Nullable;

/**
 * One Iceberg catalog as the server uses it, whatever its kind.
 *
 * <p>Only the server opens catalogs; engines and foreign clients reach each of them, also those of somebody else, through
 * the server's Iceberg REST endpoint, so that all see the same. A catalog in another process is connected to when it is
 * first asked for something, and again after it failed. Safe for concurrent use.
 */
public final class LakeCatalog implements AutoCloseable {
    /** The schema every internal catalog has from the start. */
    public static final String DEFAULT_SCHEMA = "default";

    /** No patience but the catalog's own. */
    static final Duration UNLIMITED = Duration.ofDays(1);

    /** Calls at work at the same time in a catalog of somebody else. */
    private static final int CALLS = 32;
    /** As above in one of ours: more than there are requests and statements that ask at once. */
    private static final int SHARED_CALLS = 128;
    /** Most are in memory, and the others small. */
    private static final int METADATA_FILES_PER_THREAD = 8;
    /** A store's client ends its own waits far sooner; but a table to delete may have very many files. */
    private static final Duration LONGEST_DELETION = Duration.ofMinutes(10);

    private final CatalogDefinition definition;
    private final Path home;
    private final String version = UUID.randomUUID().toString();
    private final Supplier<Catalog> opener;
    private final @Nullable CatalogGuard guard;
    /** Of a catalog in a service only. */
    private final @Nullable ServiceCheck service;

    private final ParallelReads reads;
    private final Questions questions;

    private @Nullable Catalog iceberg;
    private boolean closed;

    /** An internal catalog with everything in its default place under the home directory. */
    public static LakeCatalog open(String name, Path home) {
        return open(name, home, InternalCatalogOpener.BUSY_TIMEOUT_MILLIS);
    }

    /** As above, waiting less or more for a lock that another process holds on the database. */
    static LakeCatalog open(String name, Path home, int busyTimeoutMillis) {
        CatalogDefinition definition = CatalogDefinition.internal(name);
        CatalogCaches caches = CatalogCaches.of(CacheConfig.DEFAULTS);
        return new LakeCatalog(
                        definition, home, () -> InternalCatalogOpener.open(definition, home, busyTimeoutMillis, caches))
                .openedNow();
    }

    /** As below, with caches of its own. */
    public static LakeCatalog open(CatalogDefinition definition, Path home) {
        return open(definition, home, CatalogCaches.of(CacheConfig.DEFAULTS));
    }

    /**
     * A catalog as defined. One whose database is a file of this server's is opened now; any other when it is first
     * used, so that what it needs need not be there when the server starts.
     *
     * @param home directory of the databases and default warehouses of internal catalogs
     * @throws IllegalArgumentException if the definition makes no sense
     * @throws CatalogUnavailableException if an internal catalog cannot be opened
     */
    public static LakeCatalog open(CatalogDefinition definition, Path home, CatalogCaches caches) {
        StorageProperties.requireSound(definition);
        ServerDirectories.requireApart(definition, home);
        boolean isNear = definition.type() == CatalogType.INTERNAL && !InternalCatalogOpener.isShared(definition);
        LakeCatalog catalog = unopened(definition, home, caches);
        return isNear ? catalog.openedNow() : catalog;
    }

    /** As above, but always opened when it is first used: whatever is wrong fails its own callers only. */
    public static LakeCatalog unopened(CatalogDefinition definition, Path home, CatalogCaches caches) {
        return new LakeCatalog(definition, home, () -> connect(definition, home, caches));
    }

    private static Catalog connect(CatalogDefinition definition, Path home, CatalogCaches caches) {
        ServerDirectories.requireApart(definition, home);
        if (definition.type() != CatalogType.INTERNAL) {
            return ExternalCatalog.connect(definition);
        }
        return InternalCatalogOpener.isShared(definition)
                ? InternalCatalogOpener.openShared(definition, home, caches)
                : InternalCatalogOpener.open(definition, home, InternalCatalogOpener.BUSY_TIMEOUT_MILLIS, caches);
    }

    private LakeCatalog(CatalogDefinition definition, Path home, Supplier<Catalog> opener) {
        this.definition = definition;
        this.home = home;
        this.opener = opener;
        this.guard = guard(definition);
        this.service = guard != null && definition.type() == CatalogType.REST
                ? new ServiceCheck(definition.name(), guard, this::namespaces)
                : null;
        this.reads = new ParallelReads(definition.name(), METADATA_FILES_PER_THREAD);
        this.questions = new Questions(definition.name());
    }

    private static @Nullable CatalogGuard guard(CatalogDefinition definition) {
        if (definition.type() != CatalogType.INTERNAL) {
            return new CatalogGuard(definition.name(), definition.timeout(), CALLS);
        }
        if (definition.properties().containsKey(CatalogProperties.URI)) {
            return new CatalogGuard(definition.name(), definition.timeout(), SHARED_CALLS);
        }
        return StorageProperties.isRemote(definition)
                ? new CatalogGuard(definition.name(), definition.timeout(), SHARED_CALLS)
                : null;
    }

    private LakeCatalog openedNow() {
        try {
            iceberg();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public String name() {
        return definition.name();
    }

    public CatalogDefinition definition() {
        return definition;
    }

    /** Differs whenever the catalog was defined anew; who keeps something of a catalog keeps it by this. */
    public String version() {
        return version;
    }

    /**
     * Iceberg's properties by which the catalog's files are read and written, as {@code io-impl}: for engines, since
     * there are secrets among them. In a directory they bind engines to the warehouse when files are deleted.
     */
    public Map<String, String> storage() {
        Map<String, String> storage = StorageProperties.of(definition);
        if (definition.type() == CatalogType.INTERNAL && !StorageProperties.isRemote(definition)) {
            storage.put(
                    DirectoryFileIO.DELETIONS_BELOW,
                    InternalCatalogOpener.warehouse(
                            definition, home.toAbsolutePath().normalize()));
        }
        return storage;
    }

    /** Of {@link #storage}, what any program may know: where the store is, without credentials. */
    public Map<String, String> shownStorage() {
        return StorageProperties.shown(storage());
    }

    /** The directory or bucket new tables are created under; empty if the catalog decides that itself. */
    public String warehouse() {
        return iceberg() instanceof InternalCatalog internal ? internal.warehouse() : "";
    }

    /**
     * Does all of one request to this catalog. The methods below are to be used within one, so that a catalog of
     * somebody else which is slow or out of reach harms only its own callers.
     *
     * @throws CatalogUnavailableException if the catalog is out of reach
     */
    public <T> T call(Callable<T> request) {
        return call(request, UNLIMITED);
    }

    /** As above, waiting no longer than the given time. */
    public <T> T call(Callable<T> request, Duration patience) {
        if (guard == null) {
            return direct(request);
        }
        try {
            return guard.call(request, patience);
        } catch (NoSuchTableException | NoSuchViewException | NoSuchNamespaceException e) {
            if (service != null) {
                service.require(patience);
            }
            throw e;
        } catch (NotAuthorizedException | ForbiddenException e) {
            throw explained(e);
        }
    }

    /** As above, of a request that deletes the files of a table: there may be more than the timeout is long enough for. */
    public <T> T callDeleting(Callable<T> request) {
        if (guard == null) {
            return direct(request);
        }
        try {
            return guard.callLong(request, LONGEST_DELETION);
        } catch (NotAuthorizedException | ForbiddenException e) {
            throw explained(e);
        }
    }

    private static <T> T direct(Callable<T> request) {
        try {
            return request.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a failure within a call means: that of an object store says nothing of the catalog whose store it is, and a
     * service that refuses this server's credentials speaks of them, not of the client's.
     */
    public RuntimeException explained(RuntimeException failure) {
        if (failure instanceof NotAuthorizedException || failure instanceof ForbiddenException) {
            return new CatalogUnavailableException(name(), Refusal.reason(failure), failure, true);
        }
        return StorageFailure.in(failure)
                .<RuntimeException>map(storage -> new CatalogUnavailableException(name(), storage.reason(), failure))
                .orElse(failure);
    }

    /** Why a call has failed: for people, without secrets. */
    public String reason(RuntimeException failure) {
        return Refusal.reason(explained(failure));
    }

    public Catalog tables() {
        return guarding(Catalog.class, iceberg());
    }

    public SupportsNamespaces namespaces() {
        if (!(iceberg() instanceof SupportsNamespaces found)) {
            return new NoNamespaces(name());
        }
        SupportsNamespaces namespaces = guarding(SupportsNamespaces.class, found);
        return definition.type() == CatalogType.HADOOP ? new DirectoryNamespaces(name(), namespaces) : namespaces;
    }

    public ViewCatalog views() {
        if (!(iceberg() instanceof ViewCatalog found)) {
            return new NoViews(name());
        }
        ViewCatalog views = guarding(ViewCatalog.class, found);
        return definition.type() == CatalogType.INTERNAL ? views : new ViewsIfKept(name(), views);
    }

    /** Our own kind makes no paths of names, and a service behind REST sees to that itself. */
    private <T> T guarding(Class<T> kind, T client) {
        return switch (definition.type()) {
            case INTERNAL, REST -> client;
            case HADOOP -> PathNames.guarding(kind, client, true);
            case JDBC, HIVE, GLUE, NESSIE -> PathNames.guarding(kind, client, false);
        };
    }

    /** The metadata file a table is at; empty if there is no such table. Reads no file of an internal catalog's. */
    public Optional<String> metadataLocation(TableIdentifier table) {
        if (iceberg() instanceof InternalCatalog internal) {
            return internal.pointers().find(StoredName.of(table));
        }
        try {
            return tables().loadTable(table) instanceof BaseTable loaded
                    ? Optional.ofNullable(loaded.operations().current().metadataFileLocation())
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /**
     * The metadata files that tables are at, all asked for at once; those that are missing, or are views, have no entry.
     * Empty of a catalog that is not ours, which cannot be asked so. Reads no file.
     */
    public Optional<Map<TableIdentifier, String>> metadataLocations(Collection<TableIdentifier> tables) {
        if (!(iceberg() instanceof InternalCatalog internal)) {
            return Optional.empty();
        }
        Map<TableIdentifier, TableIdentifier> stored =
                tables.stream().collect(Collectors.toMap(StoredName::of, table -> table, (one, other) -> one));
        Map<TableIdentifier, String> locations = new HashMap<>();
        internal.pointers().find(stored.keySet()).forEach((name, location) -> {
            TableIdentifier table = stored.get(name);
            if (table != null) {
                locations.put(table, location);
            }
        });
        return Optional.of(locations);
    }

    /** Whether a table's metadata file has been read, and is kept; never so of a catalog that is not ours. */
    public boolean keepsMetadata(String location) {
        return iceberg() instanceof InternalCatalog internal
                && internal.metadata().knownTable(location).isPresent();
    }

    /**
     * Commits to several tables at once; all of them change, or none. What has been committed already stays as it is.
     *
     * @throws org.apache.iceberg.exceptions.CommitFailedException if a table does not meet a requirement
     * @throws org.apache.iceberg.exceptions.CommitStateUnknownException if the outcome cannot be learned
     * @throws UnsupportedOperationException if these are several tables of a catalog that is not ours
     */
    public void commit(List<UpdateTableRequest> changes) {
        try {
            commitOnce(changes);
        } catch (CommitFailedException | AlreadyExistsException | ValidationException e) {
            if (!hasHappened(changes)) {
                throw e;
            }
        }
    }

    /** A table that cannot be read does not tell. */
    private boolean hasHappened(List<UpdateTableRequest> changes) {
        try {
            return RepeatedCommit.hasHappened(tables(), changes);
        } catch (UnreadableTableException e) {
            throw e.afterChange();
        }
    }

    private void commitOnce(List<UpdateTableRequest> changes) {
        if (iceberg() instanceof InternalCatalog internal) {
            new TableTransaction(internal, changes).commit();
        } else if (changes.size() == 1) {
            update(changes.get(0).identifier(), changes.get(0));
        } else {
            throw new UnsupportedOperationException("Catalog \"" + name() + "\" commits to one table at a time");
        }
    }

    /** Commits to one table, as above; returns the table as it is afterwards. */
    public LoadTableResponse commit(TableIdentifier table, UpdateTableRequest change) {
        try {
            return update(table, change);
        } catch (CommitFailedException | AlreadyExistsException | ValidationException e) {
            UpdateTableRequest named = UpdateTableRequest.create(table, change.requirements(), change.updates());
            if (!hasHappened(List.of(named))) {
                throw NamedRefusal.of(name(), table, e);
            }
            return committed(table);
        }
    }

    private LoadTableResponse committed(TableIdentifier table) {
        try {
            return CatalogHandlers.loadTable(tables(), table, SnapshotMode.ALL);
        } catch (UnreadableTableException e) {
            throw e.afterChange();
        }
    }

    private LoadTableResponse update(TableIdentifier table, UpdateTableRequest change) {
        return definition.type() == CatalogType.REST && RemoteCreation.isOne(change)
                ? RemoteCreation.commit(tables(), table, change)
                : CatalogHandlers.updateTable(tables(), table, change);
    }

    /** Where files of this catalog may be; another service sees to that itself. */
    public WarehouseBoundary boundary() {
        if (iceberg() instanceof InternalCatalog internal) {
            return internal.boundary();
        }
        return definition.type() == CatalogType.REST
                ? WarehouseBoundary.none()
                : WarehouseBoundary.ofOthers(
                        definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, ""),
                        location -> ServerDirectories.areAt(location, home));
    }

    /** Whether it, or the store of its files, is in another process, which may be slow or down. */
    boolean isRemote() {
        return guard != null;
    }

    /** Asks by other threads than the caller's. */
    Questions questions() {
        return questions;
    }

    /** Reads many things at once; each read makes its own {@link #call}. */
    ParallelReads reads() {
        return reads;
    }

    /** Lists our own kind of catalogs at once; empty for others. */
    Optional<InternalListing> listing() {
        return iceberg() instanceof InternalCatalog internal
                ? Optional.of(new InternalListing(this, internal))
                : Optional.empty();
    }

    private synchronized Catalog iceberg() {
        if (closed) {
            throw new CatalogUnavailableException(name(), "it was removed", null);
        }
        if (iceberg == null) {
            iceberg = opened();
        }
        return iceberg;
    }

    private Catalog opened() {
        try {
            return opener.get();
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            if (guard != null && (StorageFailure.in(e).isPresent() || Reachability.isLost(e))) {
                // It may be back in a moment: for the guard to tell.
                throw e;
            }
            throw new CatalogUnusableException(name(), Refusal.reason(e), e);
        } catch (LinkageError e) {
            throw new CatalogUnusableException(name(), "a part of its client is not installed", e);
        }
    }

    @Override
    public void close() {
        if (guard != null) {
            guard.close();
        }
        questions.close();
        reads.close();
        synchronized (this) {
            closed = true;
            if (iceberg instanceof AutoCloseable open) {
                Closing.quietly(open);
            }
        }
    }
}
