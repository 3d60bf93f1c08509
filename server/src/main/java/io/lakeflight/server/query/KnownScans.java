package io.lakeflight.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.planner.statement.predicates.ColumnPredicate;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import java.util.List;
import java.util.Optional;

/**
 * How much statements read of tables whose metadata was somewhere: of no use before it is known to be there still.
 *
 * <p>Up to a number of bytes, as far as that can be told; those used least give way.
 */
final class KnownScans {
    private static final int ENTRY_BYTES = 1024;
    private static final int NAME_BYTES = 256;

    private final Cache<Key, Found> scans;

    /**
     * @param catalogVersion of the catalog's definition: another one of the same name may be another catalog
     * @param reads where the table is read
     */
    record Key(String catalogVersion, TouchedTable table, List<TableRead> reads) {
        Key {
            reads = List.copyOf(reads);
        }
    }

    /** @param location of the table's metadata, in a file that is written once */
    record Found(String location, TableScan scan) {}

    KnownScans(long maxBytes) {
        this.scans = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Found found) -> bytes(key, found))
                // Evicts while it is written to, so that the limit holds at any time.
                .executor(Runnable::run)
                .build();
    }

    Optional<Found> find(Key key) {
        return Optional.ofNullable(scans.getIfPresent(key));
    }

    void keep(Key key, Found found) {
        scans.put(key, found);
    }

    private static int bytes(Key key, Found found) {
        long values = key.reads().stream()
                .flatMap(read -> read.predicates().stream())
                .mapToLong(KnownScans::bytes)
                .sum();
        long names = (long) found.scan().columns().size() + found.scan().tags().size();
        return (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + NAME_BYTES * names + values);
    }

    private static long bytes(ColumnPredicate predicate) {
        return NAME_BYTES
                + predicate.values().stream()
                        .mapToLong(value -> 64 + (value instanceof String text ? 2L * text.length() : 0))
                        .sum();
    }
}
