package io.lakeflight.engine.spark.fastlane.known;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;

/**
 * Tables as they were loaded, so that one whose metadata is told to be where it was then need not be asked for again. Up to a
 * number of bytes, as far as that can be told; those used least give way, and those not used for a while.
 */
final class LoadedTables {
    private static final Duration KEPT_UNUSED = Duration.ofMinutes(2);
    private static final int OWN_BYTES = 4_096;
    private static final int SNAPSHOT_BYTES = 1_024;

    private final Cache<Key, Loaded> tables;

    /** @param maxBytes 0: none is kept */
    LoadedTables(long maxBytes) {
        this.tables = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Loaded loaded) -> loaded.bytes())
                .expireAfterAccess(KEPT_UNUSED)
                .executor(Runnable::run)
                .build();
    }

    /** @param catalogVersion of the catalog's definition, by which its files are read */
    private record Key(TableReference table, String catalogVersion, String metadata) {}

    /** A table, and what of it plans depend on. */
    record Loaded(SparkTable table, TableState state) {
        private int bytes() {
            int snapshots = metadata(table)
                    .map(plain -> plain.operations().current().snapshots().size())
                    .orElse(0);
            return OWN_BYTES + 2 * state.length() + SNAPSHOT_BYTES * snapshots;
        }

        /** Whoever has it may have made it look at its catalog again. */
        private boolean isAt(String location) {
            return metadata(table)
                    .map(plain -> location.equals(plain.operations().current().metadataFileLocation()))
                    .orElse(false);
        }

        private static Optional<BaseTable> metadata(SparkTable table) {
            return table.table() instanceof BaseTable plain ? Optional.of(plain) : Optional.empty();
        }
    }

    /** A table as it is now; empty if there is none of this name, or none that a known statement could read. */
    Optional<Loaded> current(TableReference reference, SparkSession spark, ToldTables told) {
        Optional<Key> key =
                told.metadata(reference).map(at -> new Key(reference, told.catalogVersion(reference.catalog()), at));
        Optional<Loaded> known = key.flatMap(this::find);
        if (known.isPresent()) {
            return known;
        }
        Optional<Loaded> loaded = reference.load(spark).flatMap(LoadedTables::of);
        // It may have changed since that was told.
        key.ifPresent(kept ->
                loaded.filter(table -> table.isAt(kept.metadata())).ifPresent(table -> tables.put(kept, table)));
        return loaded;
    }

    private Optional<Loaded> find(Key key) {
        return Optional.ofNullable(tables.getIfPresent(key)).filter(loaded -> loaded.isAt(key.metadata()));
    }

    private static Optional<Loaded> of(Table table) {
        return TableState.of(table).map(state -> new Loaded((SparkTable) table, state));
    }
}
