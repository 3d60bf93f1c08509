package io.lakeflight.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.view.ViewMetadata;

/**
 * Parsed metadata files by where they are, up to a number of bytes as far as they can be told; those used least give
 * way.
 *
 * <p>Kept are only files that are written once, whose names hold a UUID. Safe for any thread.
 */
public final class MetadataCache {
    private static final Pattern WRITTEN_ONCE = Pattern.compile(
            ".*/[^/]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[^/]*\\.metadata\\.json(\\.gz)?");
    private static final int OBJECT_BYTES = 4096;
    private static final int COLUMN_BYTES = 640;
    private static final int SNAPSHOT_BYTES = 3072;
    private static final int ENTRY_BYTES = 256;

    private final Cache<Key, Object> files;

    /** @param owner the catalog that the location belongs to; another one's may be in another store */
    public record File(String owner, String location) {}

    /** @param kind what is kept of the file: all of it, or one part */
    private record Key(File file, Class<?> kind) {}

    MetadataCache(long maxBytes) {
        files = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Object metadata) -> (int) Math.min(Integer.MAX_VALUE, weight(metadata)))
                // Evicts while it is written to, so that the limit holds at any time.
                .executor(Runnable::run)
                .build();
    }

    Optional<TableMetadata> table(File file) {
        return find(file, TableMetadata.class);
    }

    /** A table's current schema. */
    Optional<Schema> schema(File file) {
        return find(file, Schema.class);
    }

    Optional<ViewMetadata> view(File file) {
        return find(file, ViewMetadata.class);
    }

    void put(File file, TableMetadata metadata) {
        keep(file, TableMetadata.class, metadata);
    }

    void put(File file, Schema schema) {
        keep(file, Schema.class, schema);
    }

    void put(File file, ViewMetadata metadata) {
        keep(file, ViewMetadata.class, metadata);
    }

    void forget(File file) {
        Stream.of(TableMetadata.class, Schema.class, ViewMetadata.class)
                .forEach(kind -> files.invalidate(new Key(file, kind)));
    }

    void forgetAll(String owner) {
        files.asMap().keySet().removeIf(key -> key.file().owner().equals(owner));
    }

    private <T> Optional<T> find(File file, Class<T> kind) {
        return Optional.ofNullable(files.getIfPresent(new Key(file, kind))).map(kind::cast);
    }

    private void keep(File file, Class<?> kind, Object metadata) {
        if (isWrittenOnce(file.location())) {
            files.put(new Key(file, kind), metadata);
        }
    }

    /**
     * Whether no other file ever has the name of this metadata file. Catalogs that are directories name theirs by
     * numbers, which begin anew for a table that is dropped and made again.
     */
    public static boolean isWrittenOnce(String location) {
        return WRITTEN_ONCE.matcher(location).matches();
    }

    private static long weight(Object metadata) {
        if (metadata instanceof TableMetadata table) {
            return OBJECT_BYTES + weight(table);
        }
        return metadata instanceof Schema schema
                ? ENTRY_BYTES + columns(schema)
                : OBJECT_BYTES + weight((ViewMetadata) metadata);
    }

    private static long columns(Schema schema) {
        return (1L + schema.highestFieldId()) * COLUMN_BYTES;
    }

    private static long weight(TableMetadata table) {
        long columns = (long) table.schemas().size() * (1 + table.lastColumnId());
        long entries = (long) table.snapshotLog().size()
                + table.previousFiles().size()
                + table.properties().size()
                + table.refs().size()
                + table.statisticsFiles().size()
                + table.partitionStatisticsFiles().size()
                + table.specs().size();
        return columns * COLUMN_BYTES + (long) table.snapshots().size() * SNAPSHOT_BYTES + entries * ENTRY_BYTES;
    }

    private static long weight(ViewMetadata view) {
        long columns = view.schemas().stream().mapToLong(MetadataCache::columns).sum();
        long text = view.versions().stream()
                .mapToLong(version -> SNAPSHOT_BYTES + (long) version.toString().length())
                .sum();
        return columns + text + (long) view.properties().size() * ENTRY_BYTES;
    }
}
