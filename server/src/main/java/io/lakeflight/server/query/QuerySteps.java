package io.lakeflight.server.query;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of queries' lives: each takes a slot and keeps its session awake, ends with its client, its session or
 * its deadline, and whatever ends it is recorded, named and passed on.
 */
final class QuerySteps {
    private static final Logger log = LoggerFactory.getLogger(QuerySteps.class);

    private final LimitsConfig limits;
    private final RunningStatements running;
    private final QueryRegistry registry;
    private final Cancels cancels;
    private final TableSuggestions suggestions;

    QuerySteps(
            LimitsConfig limits,
            RunningStatements running,
            QueryRegistry registry,
            Cancels cancels,
            TableSuggestions suggestions) {
        this.limits = limits;
        this.running = running;
        this.registry = registry;
        this.cancels = cancels;
        this.suggestions = suggestions;
    }

    /** What a step does. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    /** A query that has not come to an end after the step waits for its rows to be fetched. */
    <T> T attempt(Query query, CancelSignal signal, Work<T> work) {
        Runnable cancel =
                () -> cancels.cancel(query, new QueryException(ErrorCode.CANCELED, "The statement was canceled"));
        boolean waits = false;
        // The slot comes before the look at the session: what closes that in between finds its query at work.
        try (CancelSignal.Registration watch = signal.onCancel(cancel);
                RunningStatements.Slot slot = running.enter(query, () -> cancels.cancel(query, timedOut()));
                Session.Use use = query.session().use()) {
            requireWanted(query);
            T result = work.run();
            waits = !query.state().isTerminal();
            if (!waits) {
                log.info(
                        "query {} {} {} ms",
                        query.id(),
                        query.state(),
                        query.age().toMillis());
            }
            return result;
        } catch (QueryException e) {
            throw failed(query, e);
        } catch (Throwable e) {
            log.error("Query {} failed by a bug", query.id(), e);
            throw failed(query, new QueryException(ErrorCode.INTERNAL, "Internal error; see the server's log", e));
        } finally {
            if (!waits) {
                query.end();
                registry.ended(query);
            }
        }
    }

    /** To be asked before what cannot be undone, and after whatever took long. */
    static void requireWanted(Query query) {
        if (query.canceled().isCompletedExceptionally()) {
            throw new QueryException(ErrorCode.CANCELED, "The statement was canceled");
        }
    }

    private QueryException failed(Query query, QueryException failure) {
        boolean ended = query.canceled().isCompletedExceptionally();
        query.moveTo(ended ? QueryState.CANCELED : QueryState.FAILED);
        QueryException told =
                ended && !failure.tellsOfEffects() ? reasonOfCancel(query, failure) : improved(query, failure);
        query.failed(told);
        log.info(
                "query {} {} {} {} ms",
                query.id(),
                query.state(),
                told.code(),
                query.age().toMillis());
        return told.ofQuery(query.id());
    }

    /** Suggestions are extra: if they cannot be had, the failure itself is what the client needs to hear of. */
    private QueryException improved(Query query, QueryException failure) {
        try {
            return suggestions.improve(query.located(failure), query.session());
        } catch (Throwable e) {
            log.warn("Query {}: cannot suggest tables", query.id(), e);
            return query.located(failure);
        }
    }

    private static QueryException reasonOfCancel(Query query, QueryException fallback) {
        return query.canceled()
                .handle((nothing, reason) -> reason instanceof QueryException known ? known : fallback)
                .join();
    }

    private QueryException timedOut() {
        return new QueryException(
                ErrorCode.TIMED_OUT,
                "The statement ran longer than %s (limits.statement-timeout)".formatted(limits.statementTimeout()));
    }
}
