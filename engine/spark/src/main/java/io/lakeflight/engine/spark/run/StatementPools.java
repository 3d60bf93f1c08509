package io.lakeflight.engine.spark.run;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.Pool;
import org.apache.spark.scheduler.SchedulingMode;
import org.apache.spark.scheduler.TaskSetManager;
import scala.collection.mutable.ArrayBuffer;

/**
 * Shares the cores among the statements: a core that is free goes to the statement with the fewest running tasks, and of
 * those to the one that has waited longest since its last task started.
 *
 * <p>Spark's fair pools decide such ties by name, so that as many statements as there are cores would keep a further one
 * out until they end. Within a pool jobs run first come, first served, so each statement has one of its own.
 *
 * <p>A slot that is lent beyond the cores is for a statement that has no task running, and for nobody else.
 */
final class StatementPools extends Pool {
    /** The pool of the tasks that hold {@link SpareSlots}: always first, or others would take more than the cores. */
    static final String PLACEHOLDERS = "placeholders";

    private static final String NAME = "statements";
    private static final String PREFIX = "query-";

    private final Map<String, StatementPool> all = new ConcurrentHashMap<>();
    private final BitSet taken = new BitSet();
    private long starts;

    private final Pool placeholders = new Pool(PLACEHOLDERS, SchedulingMode.FIFO(), 0, 1);
    private final int cores;
    private final IntSupplier waiting;

    /** @param waiting tells how many tasks wait in their slots, and need no core */
    StatementPools(int cores, IntSupplier waiting) {
        super(NAME, SchedulingMode.FAIR(), 0, 1);
        this.cores = cores;
        this.waiting = waiting;
        addSchedulable(placeholders);
    }

    static StatementPools in(SparkContext spark, SpareSlots slots) {
        StatementPools pools = new StatementPools(slots.cores(), slots::waiting);
        spark.taskScheduler().rootPool().addSchedulable(pools);
        return pools;
    }

    /**
     * Takes a pool without tasks and returns its name. Pools are used again, because Spark cannot remove one safely; but
     * a task that hears no cancel outlasts its statement, and would pass for one of the next statement, which then would
     * seem to be served.
     */
    synchronized String take() {
        int number = taken.nextClearBit(0);
        while (isBusy(PREFIX + number)) {
            number = taken.nextClearBit(number + 1);
        }
        taken.set(number);
        String name = PREFIX + number;
        all.computeIfAbsent(name, this::add).taken();
        return name;
    }

    private boolean isBusy(String name) {
        StatementPool pool = all.get(name);
        return pool != null && pool.runningTasks() > 0;
    }

    private StatementPool add(String name) {
        StatementPool pool = new StatementPool(name);
        addSchedulable(pool);
        return pool;
    }

    List<StatementPool> statements() {
        return List.copyOf(all.values());
    }

    synchronized void free(String name) {
        taken.clear(number(name));
    }

    private static int number(String pool) {
        return Integer.parseInt(pool.substring(PREFIX.length()));
    }

    private synchronized boolean isTaken(String name) {
        return taken.get(number(name));
    }

    /** Called, like everything about running tasks, under the lock of Spark's scheduler. */
    @Override
    public ArrayBuffer<TaskSetManager> getSortedTaskSetQueue() {
        ArrayBuffer<TaskSetManager> sorted = new ArrayBuffer<>();
        sorted.addAll(placeholders.getSortedTaskSetQueue());
        boolean isFull = statements().stream().mapToInt(Pool::runningTasks).sum() - waiting.getAsInt() >= cores;
        statements().stream()
                .filter(pool -> !isFull || pool.runningTasks() == 0)
                .sorted(Comparator.comparingInt(StatementPool::runningTasks).thenComparingLong(pool -> pool.lastStart))
                .forEach(pool -> sorted.addAll(pool.getSortedTaskSetQueue()));
        return sorted;
    }

    /** The tasks of one statement. */
    final class StatementPool extends Pool {
        private long lastStart;
        private final AtomicLong use = new AtomicLong();

        StatementPool(String name) {
            super(name, SchedulingMode.FIFO(), 0, 1);
        }

        void taken() {
            use.incrementAndGet();
        }

        /** Counts the statements it was taken for. */
        long use() {
            return use.get();
        }

        /** Whether the statement it was taken for has ended. */
        boolean isFree() {
            return !isTaken(name());
        }

        /** Whether there is something to run, and nothing runs. */
        boolean isWaiting() {
            return runningTasks() == 0 && !schedulableQueue().isEmpty();
        }

        @Override
        public void increaseRunningTasks(int tasks) {
            lastStart = ++starts;
            super.increaseRunningTasks(tasks);
        }
    }
}
