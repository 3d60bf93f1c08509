package io.lakeflight.engine.spark.run;

import java.util.BitSet;
import java.util.Comparator;
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
 */
final class StatementPools extends Pool {
    private static final String NAME = "statements";
    private static final String PREFIX = "query-";

    private final BitSet taken = new BitSet();
    private long starts;

    private StatementPools() {
        super(NAME, SchedulingMode.FAIR(), 0, 1);
    }

    static StatementPools in(SparkContext spark) {
        StatementPools pools = new StatementPools();
        spark.taskScheduler().rootPool().addSchedulable(pools);
        return pools;
    }

    /** Takes a free pool and returns its name. Pools are used again, because Spark cannot remove one safely. */
    synchronized String take() {
        int number = taken.nextClearBit(0);
        taken.set(number);
        String name = PREFIX + number;
        if (!schedulableNameToSchedulable().containsKey(name)) {
            addSchedulable(new StatementPool(name));
        }
        return name;
    }

    synchronized void free(String name) {
        taken.clear(Integer.parseInt(name.substring(PREFIX.length())));
    }

    /** Called, like everything about running tasks, under the lock of Spark's scheduler. */
    @Override
    public ArrayBuffer<TaskSetManager> getSortedTaskSetQueue() {
        ArrayBuffer<TaskSetManager> sorted = new ArrayBuffer<>();
        schedulableQueue().stream()
                .map(StatementPool.class::cast)
                .sorted(Comparator.comparingInt(StatementPool::runningTasks).thenComparingLong(pool -> pool.lastStart))
                .forEach(pool -> sorted.addAll(pool.getSortedTaskSetQueue()));
        return sorted;
    }

    private final class StatementPool extends Pool {
        private long lastStart;

        StatementPool(String name) {
            super(name, SchedulingMode.FIFO(), 0, 1);
        }

        @Override
        public void increaseRunningTasks(int tasks) {
            lastStart = ++starts;
            super.increaseRunningTasks(tasks);
        }
    }
}
