package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;

/**
 * Which directories the tables and views of all catalogs have their files in.
 *
 * <p>Looking for orphans takes every file in a table's directory that is not the table's for lost. Where another table
 * has files in there, which nothing forbids, they would be deleted.
 */
final class TableLocations {
    private static final List<String> OTHER_PLACES = List.of(
            TableProperties.WRITE_DATA_LOCATION,
            TableProperties.WRITE_METADATA_LOCATION,
            "write.object-storage.path",
            "write.folder-storage.path");

    /** Others may create and move tables while much is maintained. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final Catalogs catalogs;
    private Map<Owner, Set<String>> places = Map.of();
    private long lookedAt;

    /** Two namespaces may have the same name in SQL: one with a dot in a level, and one of two levels. */
    private record Owner(TableName name, TableIdentifier identifier) {
        private boolean is(TableName table) {
            return name.equals(table) && identifier.equals(table.identifier());
        }
    }

    TableLocations(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** Another table or view with files in the directory of this one, or this one's in its. */
    Optional<TableName> overlapping(TableName name, Table table) {
        String location = plain(table.location());
        return another(name, place -> place.startsWith(location) || location.startsWith(place));
    }

    /** Another table with the same directory: most likely one of the same files under another name. */
    Optional<TableName> sharing(TableName name, Table table) {
        return another(name, plain(table.location())::equals);
    }

    private Optional<TableName> another(TableName name, Predicate<String> place) {
        return look().entrySet().stream()
                .filter(other -> !other.getKey().is(name))
                .filter(other -> other.getValue().stream().anyMatch(place))
                .map(other -> other.getKey().name())
                .findFirst();
    }

    /** It reads every table's metadata, though most of it is kept. */
    private synchronized Map<Owner, Set<String>> look() {
        if (places.isEmpty() || System.nanoTime() - lookedAt > TRUSTED.toNanos()) {
            long begun = System.nanoTime();
            Map<Owner, Set<String>> found = new HashMap<>();
            for (String name : catalogs.catalogs()) {
                catalogs.find(name).ifPresent(catalog -> catalogs.relations(name, RelationFilter.ALL)
                        .forEach(relation -> found.put(
                                new Owner(relation.name(), relation.identifier()), placesOf(catalog, relation))));
            }
            places = found;
            lookedAt = begun;
        }
        return places;
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
                .orElseThrow(() -> new MaintenanceException(
                        relation.name(), "it cannot be loaded, so that nobody knows where its files are", failure));
    }

    private static String aboveMetadata(String file) {
        return plain(file.replaceFirst("(/metadata)?/[^/]*$", ""));
    }

    /** Where its files are by its metadata, and where they were when a file was written that it still knows. */
    private static Set<String> placesOf(Table table) {
        Set<String> all = new HashSet<>();
        Stream.concat(Stream.of(table.location()), OTHER_PLACES.stream().map(table.properties()::get))
                .filter(Objects::nonNull)
                .map(TableLocations::plain)
                .forEach(all::add);
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.manifestListLocation() != null) {
                all.add(aboveMetadata(snapshot.manifestListLocation()));
            }
        }
        for (MetadataLogEntry entry : DeletionPlans.metadata(table).previousFiles()) {
            all.add(aboveMetadata(entry.file()));
        }
        return all;
    }

    /** The same directory is written in several ways. */
    private static String plain(String location) {
        String path = location.replaceFirst("^file:/+", "/").replaceFirst("^s3[an]://", "s3://");
        return path.replaceAll("/+$", "") + "/";
    }
}
