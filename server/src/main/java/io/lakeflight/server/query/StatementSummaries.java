package io.lakeflight.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What texts tell, kept for those that come again: it depends on nothing else. Up to a number of bytes, as far as that can be
 * told; those used least give way.
 */
public final class StatementSummaries {
    private static final int ENTRY_BYTES = 1024;
    /** The text itself, and the names in it. */
    private static final int BYTES_PER_CHARACTER = 24;

    private final Function<String, StatementSummary> reader;
    private final Cache<String, StatementSummary> known;
    private final LongAdder reads = new LongAdder();

    public StatementSummaries(long maxBytes) {
        this(maxBytes, StatementReader::read);
    }

    StatementSummaries(long maxBytes, Function<String, StatementSummary> reader) {
        this.reader = reader;
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String sql, StatementSummary summary) ->
                        (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + (long) BYTES_PER_CHARACTER * sql.length()))
                // Evicts while it is written to, so that the limit holds at any time.
                .executor(Runnable::run)
                .build();
    }

    /** How many texts were read so far. */
    long reads() {
        return reads.sum();
    }

    /** @param sql a statement without blanks, comments and semicolons around it */
    StatementSummary of(String sql) {
        StatementSummary summary = known.getIfPresent(sql);
        if (summary == null) {
            // Two that ask at once may both read: better than others that wait for a long text.
            reads.increment();
            summary = reader.apply(sql);
            known.put(sql, summary);
        }
        return summary;
    }
}
