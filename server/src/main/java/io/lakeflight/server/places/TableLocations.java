package io.lakeflight.server.places;

import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import io.lakeflight.catalog.WarehouseBoundary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which directories the tables and views of all catalogs have their files in.
 *
 * <p>Looking for orphans takes every file in a table's directory that is not the table's for lost. Where another table
 * has files in there, which nothing forbids, they would be deleted. And a table that was registered under two names has
 * the same files under both, until either of them writes some; its identity remains. Of a table that cannot be read
 * nobody knows that: it may keep its data anywhere.
 */
public final class TableLocations {
    private static final Logger log = LoggerFactory.getLogger(TableLocations.class);

    private static final List<String> OTHER_PLACES = List.of(
            TableProperties.WRITE_DATA_LOCATION,
            TableProperties.WRITE_METADATA_LOCATION,
            "write.object-storage.path",
            "write.folder-storage.path");

    /** Catalogs that take a name in capitals for the same one in small letters, and list the latter. */
    private static final Set<CatalogType> CASELESS = EnumSet.of(CatalogType.HIVE, CatalogType.GLUE);

    /** Others may create and move tables while much is maintained. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final Catalogs catalogs;
    private final KnownPlaces known;
    private @Nullable Found found;
    private long lookedAt;

    /**
     * What was seen.
     *
     * @param places of those that can be read, and of the others, if the catalog tells, where their metadata files are
     * @param unread those that cannot be read
     */
    private record Found(Map<TableName, Places> places, List<Unread> unread) {}

    /** What was seen of one. */
    private record Seen(Places places, Optional<Unread> unread) {}

    /**
     * A table that has, most likely, the same files as another.
     *
     * @param isAtSameFile whether they are at the same metadata file too: one of them may be the other, which two catalogs
     *     lead to
     */
    public record Twin(TableName name, boolean isAtSameFile) {}

    /** A table or view that cannot be read. */
    private record Unread(TableName name, TableType type, boolean hasPlace) {
        private String advice() {
            String kind = type.name().toLowerCase(Locale.ROOT);
            return kind + " " + name
                    + " cannot be read, so that nobody knows where its files are: repair it, or give it"
                    + " up by DROP " + type + " " + name.sql();
        }
    }

    public TableLocations(Catalogs catalogs) {
        this(catalogs, new KnownPlaces());
    }

    TableLocations(Catalogs catalogs, KnownPlaces known) {
        this.catalogs = catalogs;
        this.known = known;
    }

    /** Another table or view with files in the directory of this one, or this one's in its. */
    public Optional<TableName> overlapping(TableName name, Table table) {
        String location = plain(table.location());
        return others(name)
                .filter(other -> other.getValue().directories().stream()
                        .anyMatch(place -> place.startsWith(location) || location.startsWith(place)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Another table that has, or had, a directory of this one's, or its identity: most likely one of the same files by
     * another name.
     */
    public Optional<Twin> sharing(TableName name, Table table) {
        Set<String> own = directories(table);
        Optional<String> uuid = uuid(table);
        Optional<String> file = file(table);
        return others(name)
                .filter(other -> !Collections.disjoint(own, other.getValue().directories())
                        || (uuid.isPresent() && uuid.equals(other.getValue().uuid())))
                .map(other -> new Twin(
                        other.getKey(),
                        file.isPresent() && file.equals(other.getValue().file())))
                .findFirst();
    }

    /** For people: which table or view cannot be read, and so may have files in any directory; empty if all can be. */
    public Optional<String> unread() {
        return look().unread().stream().findFirst().map(Unread::advice);
    }

    /** As above, of those only of which it is not known either where their metadata files are. */
    public Optional<String> unplaced() {
        return look().unread().stream()
                .filter(other -> !other.hasPlace())
                .findFirst()
                .map(Unread::advice);
    }

    private Stream<Map.Entry<TableName, Places>> others(TableName name) {
        boolean isCaseless = catalogs.find(name.catalog())
                .map(catalog -> CASELESS.contains(catalog.definition().type()))
                .orElse(false);
        return look().places().entrySet().stream().filter(other -> !isOne(name, other.getKey(), isCaseless));
    }

    /** Whether two names are those of one table. */
    static boolean isOne(TableName name, TableName other, boolean isCaseless) {
        return name.equals(other)
                || (isCaseless
                        && name.catalog().equals(other.catalog())
                        && name.identifier()
                                .toString()
                                .equalsIgnoreCase(other.identifier().toString()));
    }

    /** It reads every table's metadata, but for what is known. */
    private synchronized Found look() {
        Found last = found;
        if (last == null || System.nanoTime() - lookedAt > TRUSTED.toNanos()) {
            long begun = System.nanoTime();
            last = lookNow();
            found = last;
            lookedAt = begun;
        }
        return last;
    }

    private Found lookNow() {
        Map<TableName, Places> places = new HashMap<>();
        List<Unread> unread = new ArrayList<>();
        for (String name : catalogs.catalogs()) {
            catalogs.find(name).ifPresent(catalog -> {
                List<Relation> relations = catalogs.relations(name, RelationFilter.ALL);
                List<Seen> seen = catalogs.readAll(name, relations, relation -> look(catalog, relation));
                for (int i = 0; i < seen.size(); i++) {
                    places.put(relations.get(i).name(), seen.get(i).places());
                    seen.get(i).unread().ifPresent(unread::add);
                }
            });
        }
        return new Found(places, unread);
    }

    private Seen look(LakeCatalog catalog, Relation relation) {
        Optional<Places> unchanged = known.of(relation);
        if (unchanged.isPresent()) {
            return new Seen(unchanged.get(), Optional.empty());
        }
        try {
            Places places = relation.type() == TableType.VIEW
                    ? placesOf(catalog.call(() -> catalog.views().loadView(relation.identifier())))
                    : placesOf(catalog.call(() -> catalog.tables().loadTable(relation.identifier())));
            known.put(relation, places);
            return new Seen(places, Optional.empty());
        } catch (NoSuchTableException | NoSuchViewException e) {
            // Dropped meanwhile.
            return new Seen(Places.of(Set.of()), Optional.empty());
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn(
                    "{} {} cannot be read, and may have files anywhere: {}",
                    relation.type(),
                    relation.name(),
                    e.toString());
            Set<String> place = placeOfMetadata(catalog, relation);
            return new Seen(
                    Places.of(place), Optional.of(new Unread(relation.name(), relation.type(), !place.isEmpty())));
        }
    }

    /** A table of ours whose metadata file is lost or damaged still has a place. */
    private static Set<String> placeOfMetadata(LakeCatalog catalog, Relation relation) {
        return catalog.definition().type() == CatalogType.INTERNAL && relation.type() == TableType.TABLE
                ? catalog.call(() -> catalog.metadataLocation(relation.identifier()))
                        .map(file -> Set.of(aboveMetadata(file)))
                        .orElse(Set.of())
                : Set.of();
    }

    private static String aboveMetadata(String file) {
        return plain(WarehouseBoundary.normalized(file).replaceFirst("(/metadata)?/[^/]*$", ""));
    }

    /** A view that was registered may have its metadata file elsewhere. */
    private static Places placesOf(View view) {
        Set<String> all = new HashSet<>(Set.of(plain(view.location())));
        if (view instanceof BaseView known) {
            addFile(known.operations().current().metadataFileLocation(), all);
        }
        return Places.of(all);
    }

    /** Where its files are by its metadata, and where they were when a file was written that it still knows. */
    private static Places placesOf(Table table) {
        Set<String> all = directories(table);
        // As of a view.
        addFile(current(table).metadataFileLocation(), all);
        OTHER_PLACES.stream()
                .map(table.properties()::get)
                .filter(Objects::nonNull)
                .map(TableLocations::plain)
                .forEach(all::add);
        return new Places(all, uuid(table), file(table));
    }

    /** Empty of a table of an old writer's. */
    private static Optional<String> uuid(Table table) {
        return Optional.ofNullable(current(table).uuid());
    }

    private static Optional<String> file(Table table) {
        return Optional.ofNullable(current(table).metadataFileLocation()).map(WarehouseBoundary::normalized);
    }

    private static TableMetadata current(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    /** As a place that nothing else is in: the directory of a file that was registered may be anybody's. */
    private static void addFile(@Nullable String file, Set<String> places) {
        if (file != null) {
            places.add(plain(file));
        }
    }

    /** The table's directory, and those it has had; not one for metadata alone, which tables may have together. */
    private static Set<String> directories(Table table) {
        Set<String> all = new HashSet<>();
        // Very many files are in few directories.
        files(table)
                .map(TableLocations::directory)
                .distinct()
                .forEach(directory -> all.add(aboveMetadata(directory + "file")));
        String metadata = table.properties().get(TableProperties.WRITE_METADATA_LOCATION);
        if (metadata != null) {
            all.remove(aboveMetadata(plain(metadata) + "file"));
        }
        all.add(plain(table.location()));
        return all;
    }

    private static Stream<String> files(Table table) {
        return Stream.concat(
                StreamSupport.stream(table.snapshots().spliterator(), false)
                        .map(Snapshot::manifestListLocation)
                        .filter(Objects::nonNull),
                current(table).previousFiles().stream().map(MetadataLogEntry::file));
    }

    private static String directory(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    /** The same directory is written in several ways. */
    private static String plain(String location) {
        return WarehouseBoundary.normalized(location).replaceAll("/+$", "") + "/";
    }
}
