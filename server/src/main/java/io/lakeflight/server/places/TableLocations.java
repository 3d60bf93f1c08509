package io.lakeflight.server.places;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;

/**
 * Which directories the tables and views of all catalogs have their files in.
 *
 * <p>Looking for orphans takes every file in a table's directory that is not the table's for lost. Where another table
 * has files in there, which nothing forbids, they would be deleted. And a table that was registered under two names has
 * the same files under both, until either of them writes some.
 */
public final class TableLocations {
    private static final List<String> OTHER_PLACES = List.of(
            TableProperties.WRITE_DATA_LOCATION,
            TableProperties.WRITE_METADATA_LOCATION,
            "write.object-storage.path",
            "write.folder-storage.path");

    /** Others may create and move tables while much is maintained. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final Catalogs catalogs;
    private Map<TableName, Set<String>> places = Map.of();
    private long lookedAt;

    public TableLocations(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** Another table or view with files in the directory of this one, or this one's in its. */
    public Optional<TableName> overlapping(TableName name, Table table) {
        String location = plain(table.location());
        return another(name, places -> places.stream()
                .anyMatch(place -> place.startsWith(location) || location.startsWith(place)));
    }

    /** Another table that has, or had, a directory of this one's: most likely one of the same files by another name. */
    public Optional<TableName> sharing(TableName name, Table table) {
        Set<String> own = directories(table);
        return another(name, places -> !Collections.disjoint(own, places));
    }

    private Optional<TableName> another(TableName name, Predicate<Set<String>> condition) {
        return look().entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .filter(other -> condition.test(other.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** It reads every table's metadata, though most of it is kept. */
    private synchronized Map<TableName, Set<String>> look() {
        if (places.isEmpty() || System.nanoTime() - lookedAt > TRUSTED.toNanos()) {
            long begun = System.nanoTime();
            Map<TableName, Set<String>> found = new HashMap<>();
            catalogs.catalogs().forEach(name -> found.putAll(placesOf(name)));
            places = found;
            lookedAt = begun;
        }
        return places;
    }

    private Map<TableName, Set<String>> placesOf(String catalog) {
        Optional<LakeCatalog> found = catalogs.find(catalog);
        if (found.isEmpty()) {
            return Map.of();
        }
        List<Relation> relations = catalogs.relations(catalog, RelationFilter.ALL);
        List<Set<String>> all = catalogs.readAll(catalog, relations, relation -> placesOf(found.get(), relation));
        Map<TableName, Set<String>> byName = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Relation relation = relations.get(i);
            byName.put(relation.name(), all.get(i));
        }
        return byName;
    }

    private static Set<String> placesOf(LakeCatalog catalog, Relation relation) {
        try {
            return relation.type() == TableType.VIEW
                    ? Set.of(plain(catalog.call(() ->
                            catalog.views().loadView(relation.identifier()).location())))
                    : placesOf(catalog.call(() -> catalog.tables().loadTable(relation.identifier())));
        } catch (NoSuchTableException | NoSuchViewException e) {
            // Dropped meanwhile.
            return Set.of();
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return Set.of(aboveMetadata(catalog, relation, e));
        }
    }

    /** A table whose metadata file is lost or damaged still has a place. */
    private static String aboveMetadata(LakeCatalog catalog, Relation relation, RuntimeException failure) {
        return catalog.call(() -> catalog.metadataLocation(relation.identifier()))
                .map(TableLocations::aboveMetadata)
                .orElseThrow(() -> new QueryException(
                        ErrorCode.STORAGE_FAILED,
                        "%s cannot be loaded, so that nobody knows where its files are".formatted(relation.name()),
                        failure));
    }

    private static String aboveMetadata(String file) {
        return plain(file.replaceFirst("(/metadata)?/[^/]*$", ""));
    }

    /** Where its files are by its metadata, and where they were when a file was written that it still knows. */
    private static Set<String> placesOf(Table table) {
        Set<String> all = directories(table);
        OTHER_PLACES.stream()
                .map(table.properties()::get)
                .filter(Objects::nonNull)
                .map(TableLocations::plain)
                .forEach(all::add);
        return all;
    }

    /** The table's directory, and those it has had; not one for metadata alone, which tables may have together. */
    private static Set<String> directories(Table table) {
        Set<String> all = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.manifestListLocation() != null) {
                all.add(aboveMetadata(snapshot.manifestListLocation()));
            }
        }
        for (MetadataLogEntry entry :
                ((HasTableOperations) table).operations().current().previousFiles()) {
            all.add(aboveMetadata(entry.file()));
        }
        String metadata = table.properties().get(TableProperties.WRITE_METADATA_LOCATION);
        if (metadata != null) {
            all.remove(aboveMetadata(plain(metadata) + "file"));
        }
        all.add(plain(table.location()));
        return all;
    }

    /** The same directory is written in several ways. */
    private static String plain(String location) {
        String path = location.replaceFirst("^file:/+", "/").replaceFirst("^s3[an]://", "s3://");
        return path.replaceAll("/+$", "") + "/";
    }
}
