package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import io.lakeflight.server.query.TableClaims.Aspect;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where maintenance has its statements run, and learns whom it would disturb. */
interface Workplace {
    /** Keeps clients' statements that the work would spoil off the table; empty if there are some already. */
    Optional<Claim> claim(TableName table, Set<Aspect> aspects, Runnable giveWay);

    /** Since when clients' statements use the table, if any does. */
    Optional<Instant> usedSince(TableName table);

    /**
     * Runs a statement to its end.
     *
     * @throws io.lakeflight.server.error.QueryException if it fails, naming its query
     */
    Answer call(String sql, Cancellation cancellation);

    /** Held as long as the work goes on. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What a procedure answered.
     *
     * @param figures the numbers of its first row, by column
     */
    record Answer(String queryId, long rows, Map<String, Long> figures) {
        public Answer {
            figures = Map.copyOf(figures);
        }

        long figure(String column) {
            return figures.getOrDefault(column, 0L);
        }
    }
}
