package io.lakeflight.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.planner.statement.variation.Variation;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What engines said that queries return, kept for the next time that the same text comes in the same context, or one that compares with
 * other constants, and told then if its tables are as they were: each is asked for every time. What a query returns is
 * analysed again when it runs: a constant that Spark does not take there is found then.
 *
 * <p>Versions of tables are worth nothing unless they were looked up before the analysis. So that a text which comes only
 * once is not held up by that, it is done from the second time on, and nothing is told before the third.
 *
 * <p>Up to a number of bytes, as far as that can be told; those used least give way.
 */
final class KnownAnalyses {
    private static final int ENTRY_BYTES = 512;
    private static final int BYTES_PER_NAME = 256;

    private final TableVersions tables;
    private final Cache<Context, Entry> entries;

    KnownAnalyses(long maxBytes, TableVersions tables) {
        this.tables = tables;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(KnownAnalyses::bytes)
                .executor(Runnable::run)
                .build();
    }

    /**
     * All that an analysis depends on but tables.
     *
     * @param shape {@link StatementSummary#shape} of the text
     * @param catalogs versions of the catalogs' definitions by their names
     */
    record Context(String shape, String plane, Session.State state, Map<String, String> catalogs) {
        Context {
            catalogs = Map.copyOf(catalogs);
        }
    }

    /** @param analysis null of a text that was seen but once */
    private record Entry(
            Map<TouchedTable, String> versions, @Nullable Analysis analysis) {
        private static final Entry SEEN = new Entry(Map.of(), null);
    }

    /**
     * @param analyze asks an engine
     * @param seen is told the tables' versions, if they are looked up
     */
    Analysis of(
            Context context, TextFacts facts, Supplier<Analysis> analyze, Consumer<Map<TouchedTable, String>> seen) {
        Optional<Set<TouchedTable>> read = tablesOfLastingAnalysis(facts);
        if (read.isEmpty()) {
            return analyze.get();
        }
        Entry entry = entries.getIfPresent(context);
        if (entry == null) {
            Analysis analysis = analyze.get();
            keep(context, Entry.SEEN, analysis);
            return analysis;
        }
        Optional<Map<TouchedTable, String>> versions = tables.versions(read.get());
        versions.ifPresent(seen);
        if (entry.analysis != null && versions.isPresent() && versions.get().equals(entry.versions)) {
            return entry.analysis;
        }
        Analysis analysis = analyze.get();
        versions.ifPresent(current -> keep(context, new Entry(current, analysis), analysis));
        return analysis;
    }

    /** Tables on which alone the analysis depends, beside its context; empty if it may depend on more. */
    private static Optional<Set<TouchedTable>> tablesOfLastingAnalysis(TextFacts facts) {
        StatementSummary summary = facts.summary();
        // What a query returns has the same columns whatever time it is, and whoever asks.
        boolean lasts = summary.variation()
                .map(Variation::cause)
                .map(cause -> cause == Variation.Cause.TIME || cause == Variation.Cause.SESSION)
                .orElse(true);
        boolean isPlain = summary.kind() == StatementClass.QUERY
                && summary.opaque().isEmpty()
                && lasts
                && facts.isReadAsUsual()
                && facts.serverTables().isEmpty();
        if (!isPlain) {
            return Optional.empty();
        }
        Set<TouchedTable> tables = new HashSet<>();
        for (TableRead read : summary.scans()) {
            Optional<TouchedTable> table = facts.table(read.name());
            if (table.isEmpty() || !read.isCurrent()) {
                return Optional.empty();
            }
            tables.add(table.get());
        }
        return Optional.of(tables);
    }

    private void keep(Context context, Entry entry, Analysis analysis) {
        if (analysis.getKind() == StatementKind.QUERY && !analysis.getReadsHistory()) {
            entries.put(context, entry);
        }
    }

    private static int bytes(Context context, Entry entry) {
        int names = entry.versions.size() + context.catalogs().size();
        long settings = context.state().settings().entrySet().stream()
                .mapToLong(setting -> BYTES_PER_NAME
                        + 2L * (setting.getKey().length() + setting.getValue().length()))
                .sum();
        int analysis = entry.analysis == null ? 0 : entry.analysis.getSerializedSize();
        long bytes =
                ENTRY_BYTES + 2L * context.shape().length() + (long) BYTES_PER_NAME * names + settings + 2L * analysis;
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
