package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.Progress;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;

/** The statements at work in this engine, by query id; and what the engine does of its own accord, which is not counted. */
public final class RunningQueries {
    private static final int REMEMBERED_CANCELS = 10_000;
    private static final long RETRY_CANCEL_MILLIS = 50;

    private final SparkContext spark;
    private final ScheduledExecutorService canceller;
    private final Map<String, RunningQuery> running = new ConcurrentHashMap<>();
    private final Map<String, RunningQuery> own = new ConcurrentHashMap<>();
    private final Set<String> canceledEarly = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_CANCELS;
        }
    });
    private final StatementPools pools;
    private final SpareSlots slots;

    public RunningQueries(SparkContext spark, ScheduledExecutorService canceller) {
        this.spark = spark;
        this.canceller = canceller;
        slots = new SpareSlots(spark);
        pools = StatementPools.in(spark, slots);
        slots.fill();
        OverdueStatements.watch(pools, slots, canceller);
        spark.addSparkListener(new TaskCounter(this));
        spark.addSparkListener(new LateJobs(spark, this));
    }

    /**
     * Enters the statement the calling thread is about to run.
     *
     * @throws EngineException if it was cancelled before it came, or if the id is at work already
     */
    public RunningQuery start(String id) {
        String pool;
        RunningQuery query;
        synchronized (this) {
            if (canceledEarly.contains(id)) {
                throw EngineException.canceled();
            }
            if (running.containsKey(id)) {
                throw new IllegalStateException("Query " + id + " is running already");
            }
            pool = pools.take();
            query = new RunningQuery(id, spark, () -> end(id, pool));
            running.put(id, query);
        }
        query.enter(pool);
        return query;
    }

    private synchronized void end(String id, String pool) {
        running.remove(id);
        pools.free(pool);
    }

    /** Enters work of the engine's own that the calling thread is about to do; nobody else knows its id. */
    public RunningQuery startOwn(String id) {
        String pool;
        RunningQuery query;
        synchronized (this) {
            pool = pools.take();
            query = new RunningQuery(id, spark, () -> endOwn(id, pool));
            own.put(id, query);
        }
        query.enter(pool);
        return query;
    }

    private synchronized void endOwn(String id, String pool) {
        own.remove(id);
        pools.free(pool);
    }

    /** Stops work of the engine's own; returns before it has ended. */
    public void cancelOwn(RunningQuery query) {
        if (query.cancel()) {
            canceller.execute(() -> stop(query));
        }
    }

    /** Stops the statement, in whatever phase it is; also one that has not arrived yet. */
    public void cancel(String id) {
        RunningQuery query;
        synchronized (this) {
            canceledEarly.add(id);
            query = running.get(id);
        }
        if (query != null && query.cancel()) {
            stop(query);
        }
    }

    private void stop(RunningQuery query) {
        boolean left = false;
        try {
            left = !query.stopOnce();
        } finally {
            // Also after a failure, such as no memory: nobody else goes on.
            if (!left) {
                canceller.schedule(() -> stop(query), RETRY_CANCEL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    public Progress progress(String id) {
        RunningQuery query = running.get(id);
        return query == null
                ? Progress.getDefaultInstance()
                : Progress.newBuilder()
                        .setRunning(true)
                        .setTasks(query.tasks())
                        .setCompletedTasks(query.completedTasks())
                        .build();
    }

    /** Slots for tasks that wait for their reader. */
    public SpareSlots slots() {
        return slots;
    }

    boolean isRunning(String tag) {
        return Stream.concat(running.values().stream(), own.values().stream())
                .anyMatch(query -> query.tag().equals(tag));
    }

    java.util.Collection<RunningQuery> all() {
        return running.values();
    }

    public int count() {
        return running.size();
    }
}
