package io.lakeflight.catalog;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All catalogs of a server by name, and the questions metadata calls ask them.
 *
 * <p>Every answer is read from the catalog at the time of the call. What is unknown, or dropped meanwhile by somebody
 * else, is absent from the answer, not an error. Names are matched exactly, case included.
 */
public final class Catalogs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Catalogs.class);

    private static final int SUGGESTIONS = 3;

    private final Map<String, LakeCatalog> catalogs = new ConcurrentSkipListMap<>();

    /** The given catalogs, which are closed with this registry. */
    public static Catalogs of(LakeCatalog... catalogs) {
        return new Catalogs(List.of(catalogs));
    }

    private Catalogs(List<LakeCatalog> members) {
        members.forEach(this::add);
    }

    /**
     * Adds a catalog, which is closed with this registry.
     *
     * @throws IllegalArgumentException if there is one of this name; the new one is then the caller's to close
     */
    public void add(LakeCatalog catalog) {
        if (catalogs.putIfAbsent(catalog.name(), catalog) != null) {
            throw new IllegalArgumentException("There is a catalog named " + catalog.name() + " already");
        }
    }

    /**
     * Asks a catalog, which need not be one of these, for its schemas.
     *
     * @throws CatalogUnavailableException if it does not answer as a catalog
     */
    public static void requireAnswer(LakeCatalog catalog) {
        listed(catalog, () -> catalog.namespaces().listNamespaces(), LakeCatalog.UNLIMITED);
    }

    /** Takes a catalog out and closes it; calls that are at work in it may fail. False if there is none. */
    public boolean remove(String name) {
        LakeCatalog removed = catalogs.remove(name);
        if (removed != null) {
            removed.close();
        }
        return removed != null;
    }

    /** The version of every catalog by name; see {@link LakeCatalog#version}. */
    public Map<String, String> versions() {
        return catalogs.values().stream().collect(Collectors.toMap(LakeCatalog::name, LakeCatalog::version));
    }

    /** The names of all catalogs, sorted. */
    public List<String> catalogs() {
        return List.copyOf(catalogs.keySet());
    }

    /** The names of those of our own kind, sorted. */
    public List<String> internal() {
        return catalogs.values().stream()
                .filter(catalog -> catalog.definition().type() == CatalogType.INTERNAL)
                .map(LakeCatalog::name)
                .toList();
    }

    public Optional<LakeCatalog> find(String catalog) {
        return Optional.ofNullable(catalogs.get(catalog));
    }

    /** Whether a catalog, or the store of its files, is in another process, which may be slow or down. */
    public boolean isRemote(String catalog) {
        return find(catalog).map(LakeCatalog::isRemote).orElse(false);
    }

    /**
     * Begins to ask a catalog, for callers who ask several at the same time; empty if there is none of this name.
     *
     * @param question asked by another thread
     * @param patience how long the answer is waited for
     * @throws CatalogUnavailableException if too many such questions have no answer yet
     */
    public <T> Optional<PendingAnswer<T>> ask(String catalog, Callable<T> question, Duration patience) {
        return find(catalog).map(found -> found.questions().ask(question, patience));
    }

    /** The names of a catalog's schemas, nested ones included, sorted. */
    public List<String> schemas(String catalog) {
        return schemas(catalog, LakeCatalog.UNLIMITED);
    }

    /** As above, giving the catalog up after the given time, which may be shorter than its own timeout. */
    public List<String> schemas(String catalog, Duration patience) {
        return find(catalog)
                .map(found -> listed(
                        found,
                        () -> found.listing().map(InternalListing::schemas).orElseGet(() -> new ExternalListing(found)
                                .schemas()),
                        patience))
                .orElse(List.of());
    }

    /** The tables and views of a catalog, sorted by schema and name. */
    public List<Relation> relations(String catalog, RelationFilter filter) {
        return relations(catalog, filter, LakeCatalog.UNLIMITED);
    }

    /** As above, giving the catalog up after the given time. */
    public List<Relation> relations(String catalog, RelationFilter filter, Duration patience) {
        return find(catalog)
                .map(found -> listed(
                        found,
                        () -> found.listing()
                                .map(internal -> internal.relations(filter))
                                .orElseGet(() -> new ExternalListing(found).relations(filter)),
                        patience))
                .orElse(List.of());
    }

    /**
     * The forms of the schemas of some relations of a catalog that are kept beside their pointers, in their order, all
     * asked for at once; absent where none is. Only catalogs of ours keep any. Reads no file.
     *
     * @param patience how long the catalog is waited for
     */
    public List<Optional<byte[]>> keptForms(String catalog, List<Relation> relations, Duration patience) {
        return find(catalog)
                .flatMap(found ->
                        listed(found, () -> found.listing().map(internal -> internal.keptForms(relations)), patience))
                .orElseGet(() -> Collections.nCopies(relations.size(), Optional.empty()));
    }

    /** Whatever keeps a catalog from being listed is its own failure, and not that of a list of several. */
    private static <T> T listed(LakeCatalog catalog, Callable<T> question, Duration patience) {
        try {
            return catalog.call(question, patience);
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Told here, since the listing of others goes on as if nothing had happened.
            log.warn("Catalog {} cannot be listed", catalog.name(), e);
            throw new CatalogUnavailableException(catalog.name(), Refusal.reason(e), e);
        }
    }

    /**
     * What every one of some relations of a catalog gives, in their order, read by several threads.
     *
     * @param reader asks a relation for its content
     */
    public <T> List<T> readAll(String catalog, List<Relation> relations, Function<Relation, T> reader) {
        return find(catalog)
                .map(found -> found.reads()
                        .all(relations.stream()
                                .<Supplier<T>>map(relation -> () -> reader.apply(relation))
                                .toList()))
                .orElse(List.of());
    }

    /** The tables and views of a schema, sorted by name. */
    public List<TableEntry> tables(String catalog, String schema) {
        return relations(catalog, RelationFilter.of(schema)).stream()
                .map(relation -> new TableEntry(relation.name(), relation.type()))
                .toList();
    }

    /** The current schema of a table or view. */
    public Optional<Schema> loadSchema(TableName name) {
        LakeCatalog catalog = catalogs.get(name.catalog());
        if (catalog == null) {
            return Optional.empty();
        }
        return catalog.call(() -> {
            try {
                return Optional.of(catalog.tables().loadTable(name.identifier()).schema());
            } catch (NoSuchTableException noTable) {
                return loadViewSchema(catalog, name);
            }
        });
    }

    private static Optional<Schema> loadViewSchema(LakeCatalog catalog, TableName name) {
        try {
            return Optional.of(catalog.views().loadView(name.identifier()).schema());
        } catch (NoSuchViewException e) {
            return Optional.empty();
        }
    }

    /** The snapshots of a table that the given query committed, on any branch; empty if there is no such table. */
    public Optional<List<SnapshotSummary>> snapshotsOf(String queryId, TableName table) {
        LakeCatalog catalog = catalogs.get(table.catalog());
        if (catalog == null) {
            return Optional.empty();
        }
        return catalog.call(() -> snapshotsOf(queryId, catalog, table));
    }

    private static Optional<List<SnapshotSummary>> snapshotsOf(String queryId, LakeCatalog catalog, TableName table) {
        try {
            Iterable<Snapshot> snapshots =
                    catalog.tables().loadTable(table.identifier()).snapshots();
            return Optional.of(StreamSupport.stream(snapshots.spliterator(), false)
                    .filter(snapshot -> queryId.equals(snapshot.summary().get(SnapshotSummary.QUERY_ID)))
                    .map(snapshot -> new SnapshotSummary(snapshot.snapshotId(), snapshot.summary()))
                    .toList());
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /**
     * What somebody who wrote an unknown table may have meant: at most three names, closest first, those of the same
     * schema before equally close ones elsewhere in the catalog. A catalog of somebody else, which can only be asked
     * schema by schema, is asked for this one.
     */
    public List<TableName> closestNames(String table, String catalog, String schema) {
        String meant = closestCatalog(catalog);
        return relations(meant, lists(meant) ? RelationFilter.ALL : RelationFilter.of(schema)).stream()
                .map(Relation::name)
                .filter(name -> EditDistance.between(name.table(), table) <= tolerated(table))
                .sorted(Comparator.comparingInt((TableName name) -> EditDistance.between(name.table(), table))
                        .thenComparing(name -> !name.schema().equals(schema))
                        .thenComparing(TableName::toString))
                .limit(SUGGESTIONS)
                .toList();
    }

    private boolean lists(String catalog) {
        return find(catalog)
                .map(found -> found.call(() -> found.listing().isPresent()))
                .orElse(false);
    }

    /** The catalog itself; if there is none of the name, the one that may be meant. */
    private String closestCatalog(String name) {
        if (catalogs.containsKey(name)) {
            return name;
        }
        return catalogs.keySet().stream()
                .filter(candidate -> EditDistance.between(candidate, name) <= tolerated(name))
                .min(Comparator.comparingInt((String candidate) -> EditDistance.between(candidate, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(name);
    }

    private static int tolerated(String word) {
        return Math.max(1, word.length() / 3);
    }

    @Override
    public void close() {
        catalogs.values().forEach(LakeCatalog::close);
    }
}
