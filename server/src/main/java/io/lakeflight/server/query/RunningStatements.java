package io.lakeflight.server.query;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The statements at work, in whatever step: no more than there are slots, none for longer than the timeout. */
final class RunningStatements implements AutoCloseable {
    private final LimitsConfig limits;
    private final Semaphore slots;
    private final Set<Query> queries = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService deadlines = deadlineTimer();

    RunningStatements(LimitsConfig limits) {
        this.limits = limits;
        this.slots = new Semaphore(limits.maxRunningStatements());
    }

    private static ScheduledExecutorService deadlineTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return timer;
    }

    /** Takes a slot until the step is done; {@code overdue} runs if that takes longer than a statement may. */
    Slot enter(Query query, Runnable overdue) {
        if (!slots.tryAcquire()) {
            throw new QueryException(
                    ErrorCode.QUEUE_FULL,
                    "%d statements are running, which is the limit (limits.max-running-statements); try again later"
                            .formatted(limits.maxRunningStatements()));
        }
        queries.add(query);
        Future<?> deadline =
                deadlines.schedule(overdue, limits.statementTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            deadline.cancel(false);
            queries.remove(query);
            slots.release();
        };
    }

    boolean contains(Query query) {
        return queries.contains(query);
    }

    Optional<Query> find(String ticket) {
        return queries.stream()
                .filter(query -> !ticket.isEmpty() && query.ticket().equals(ticket))
                .findFirst();
    }

    /** Runs something short after a while, unless this is closed by then. */
    void later(Runnable action, Duration delay) {
        deadlines.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    List<Query> of(Session session) {
        return queries.stream().filter(query -> query.session() == session).toList();
    }

    Set<Query> all() {
        return Set.copyOf(queries);
    }

    /** How many are in that state. */
    long count(QueryState state) {
        return queries.stream().filter(query -> query.state() == state).count();
    }

    /** How many take a slot. */
    int count() {
        return limits.maxRunningStatements() - slots.availablePermits();
    }

    /** Waits until none is at work, and keeps the slots; false if that takes longer than {@code patience}. */
    boolean awaitEnd(Duration patience) {
        try {
            return slots.tryAcquire(limits.maxRunningStatements(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    /** Given back when the step is done. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
