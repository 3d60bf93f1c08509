package io.lakeflight.catalog.statistics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Binder;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionParser;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what another source has told, up to a number of bytes; those used least give way. A snapshot never changes, so
 * neither does what is told of it by the same schema and filter.
 */
final class CachedStatistics implements StatisticsSource {
    private static final int ENTRY_BYTES = 1024;
    private static final int COLUMN_BYTES = 640;

    private final StatisticsSource source;
    private final Cache<Key, TableStatistics> known;

    /**
     * @param manifestList names the content of the snapshot, in whatever catalog the table is
     * @param may the filter as Iceberg binds it, so that literals of other types are other filters
     * @param must as above
     */
    private record Key(
            String table,
            long snapshotId,
            @Nullable String manifestList,
            int schemaId,
            Types.StructType schema,
            String may,
            String must,
            Set<Integer> columns) {
        static Key of(StatisticsRequest request, Snapshot snapshot) {
            FilterMargins margins = FilterMargins.of(request.schema(), request.filter(), request.caseSensitive());
            return new Key(
                    request.table().location(),
                    snapshot.snapshotId(),
                    snapshot.manifestListLocation(),
                    request.schema().schemaId(),
                    request.schema().asStruct(),
                    text(request, margins.may()),
                    text(request, margins.must()),
                    request.columns());
        }

        private static String text(StatisticsRequest request, Expression filter) {
            return ExpressionParser.toJson(Binder.bind(request.schema().asStruct(), filter, request.caseSensitive()));
        }

        private long weight(TableStatistics statistics) {
            return ENTRY_BYTES
                    + 2L * (may.length() + must.length())
                    + (long) COLUMN_BYTES
                            * (schema.fields().size() + statistics.columns().size());
        }
    }

    CachedStatistics(StatisticsSource source, long maxBytes) {
        this.source = source;
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, TableStatistics statistics) ->
                        (int) Math.min(Integer.MAX_VALUE, key.weight(statistics)))
                // Evicts while it is written to, so that the limit holds at any time.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public TableStatistics read(StatisticsRequest request) {
        Snapshot snapshot = request.snapshot();
        if (snapshot == null) {
            return source.read(request);
        }
        Key key = Key.of(request, snapshot);
        TableStatistics statistics = known.getIfPresent(key);
        if (statistics == null) {
            // Two that ask at once may both read: better than one that waits for the other's storage.
            statistics = source.read(request);
            known.put(key, statistics);
        }
        return statistics;
    }

    @Override
    public void close() {
        known.invalidateAll();
        source.close();
    }
}
