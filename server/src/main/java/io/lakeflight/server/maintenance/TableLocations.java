package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableEntry;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
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

    private final Catalogs catalogs;
    private final Map<TableName, List<String>> places = new ConcurrentHashMap<>();
    private boolean complete;

    TableLocations(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** Another table or view with files in the directory of this one, or this one's in its. */
    Optional<TableName> overlapping(TableName name, Table table) {
        look();
        String location = plain(table.location());
        return places.entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .filter(other -> other.getValue().stream()
                        .anyMatch(place -> place.startsWith(location) || location.startsWith(place)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Another table with the same directory: most likely one of the same files under another name. */
    Optional<TableName> sharing(TableName name, Table table) {
        look();
        String location = plain(table.location());
        return places.entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .filter(other -> other.getValue().contains(location))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Once: it reads every table's metadata. */
    private synchronized void look() {
        if (complete) {
            return;
        }
        for (String catalog : catalogs.catalogs()) {
            LakeCatalog found = catalogs.find(catalog).orElse(null);
            for (String schema : found == null ? List.<String>of() : catalogs.schemas(catalog)) {
                for (TableEntry entry : catalogs.tables(catalog, schema)) {
                    places.put(entry.name(), placesOf(Objects.requireNonNull(found), entry));
                }
            }
        }
        complete = true;
    }

    private static List<String> placesOf(LakeCatalog catalog, TableEntry entry) {
        TableName name = entry.name();
        try {
            return entry.type() == TableType.VIEW
                    ? List.of(plain(catalog.call(
                            () -> catalog.views().loadView(name.identifier()).location())))
                    : placesOf(catalog.call(() -> catalog.tables().loadTable(name.identifier())));
        } catch (NoSuchTableException | NoSuchViewException e) {
            // Dropped meanwhile.
            return List.of();
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return List.of(aboveMetadata(catalog, name, e));
        }
    }

    /** A table whose metadata file is lost or damaged still has a place. */
    private static String aboveMetadata(LakeCatalog catalog, TableName name, RuntimeException failure) {
        return catalog.call(() -> catalog.metadataLocation(name.identifier()))
                .map(file -> plain(file.replaceFirst("(/metadata)?/[^/]*$", "")))
                .orElseThrow(() -> new MaintenanceException(
                        name, "it cannot be loaded, so that nobody knows where its files are", failure));
    }

    private static List<String> placesOf(Table table) {
        List<String> all = new ArrayList<>();
        Stream.concat(Stream.of(table.location()), OTHER_PLACES.stream().map(table.properties()::get))
                .filter(Objects::nonNull)
                .map(TableLocations::plain)
                .forEach(all::add);
        return all;
    }

    /** The same directory is written in several ways. */
    private static String plain(String location) {
        String path = location.replaceFirst("^file:/+", "/").replaceFirst("^s3[an]://", "s3://");
        return path.replaceAll("/+$", "") + "/";
    }
}
