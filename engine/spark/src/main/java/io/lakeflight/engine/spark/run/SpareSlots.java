package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Task slots beyond the cores, for tasks that wait for their reader and for statements that waited too long for a core.
 *
 * <p>A task cannot leave its slot while it waits. So Spark is given more slots than there are cores, and each slot of the
 * surplus is held by a placeholder: a task that does nothing. A task that begins to wait ends a placeholder, whose slot
 * others then take; when it goes on, a new placeholder takes the next slot that is free. So as many tasks compute as
 * there are cores, however many wait. {@link OverdueStatements} borrow the same way. It works where tasks run in the
 * engine's process, which is where readers are waited for.
 */
public final class SpareSlots {
    /** How many there are, as a property of Spark. */
    public static final String COUNT = "spark.lakeflight.spareSlots";

    /** How many slots there are besides, as a property of Spark; without it nobody knows. */
    public static final String CORES = "spark.lakeflight.cores";

    /** Tasks are made from bytes, so they can find an object of this process only by its number. */
    private static final Map<Integer, SpareSlots> ALL = new ConcurrentHashMap<>();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    private final SparkContext spark;
    private final int count;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<CountDownLatch> placeholders = new ConcurrentLinkedQueue<>();
    private final ExecutorService submitter = Executors.newSingleThreadExecutor(SpareSlots::daemon);

    SpareSlots(SparkContext spark) {
        this.spark = spark;
        this.count = spark.conf().getInt(COUNT, 0);
        ALL.put(number, this);
    }

    /** How many tasks may compute at the same time. */
    int cores() {
        return spark.conf().getInt(CORES, Integer.MAX_VALUE);
    }

    /** Fills the surplus with placeholders; the pools must be there. */
    void fill() {
        place(count);
    }

    /** Tasks that hold a slot and wait for their reader. */
    int waiting() {
        return waiting.get();
    }

    /** As {@link #lend}, for a task that waits from now until the loan is closed. */
    Optional<Loan> lendWhileWaiting() {
        waiting.incrementAndGet();
        Optional<Loan> lent = lend();
        if (lent.isEmpty()) {
            waiting.decrementAndGet();
        }
        return lent.map(loan -> () -> {
            waiting.decrementAndGet();
            loan.close();
        });
    }

    /** A slot more for others, until the loan is closed; empty if all are lent. */
    Optional<Loan> lend() {
        CountDownLatch placeholder = placeholders.poll();
        if (placeholder == null) {
            return Optional.empty();
        }
        placeholder.countDown();
        return Optional.of(() -> place(1));
    }

    /** Not on the calling thread, whose properties, such as its statement's tag, the new job must not have. */
    private void place(int count) {
        if (count > 0) {
            submitter.execute(() -> submit(count));
        }
    }

    private void submit(int count) {
        spark.setLocalProperty("spark.scheduler.pool", StatementPools.PLACEHOLDERS);
        List<Integer> nothing = Collections.nCopies(count, 0);
        List<Object> partitions =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        spark.submitJob(
                JavaSparkContext.fromSparkContext(spark)
                        .parallelize(nothing, count)
                        .rdd(),
                new Placeholder(number),
                ScalaLists.from(partitions),
                (index, result) -> BoxedUnit.UNIT,
                () -> BoxedUnit.UNIT);
    }

    /** On a task's thread. */
    private void hold() {
        CountDownLatch placeholder = new CountDownLatch(1);
        placeholders.add(placeholder);
        try {
            placeholder.await();
        } catch (InterruptedException e) {
            placeholders.remove(placeholder);
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "spare-slots");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends when the waiting task goes on, or the overdue statement has ended. */
    interface Loan extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Placeholder extends AbstractFunction1<Iterator<Integer>, BoxedUnit>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final int slots;

        Placeholder(int slots) {
            this.slots = slots;
        }

        @Override
        public BoxedUnit apply(Iterator<Integer> nothing) {
            SpareSlots all = ALL.get(slots);
            if (all != null) {
                all.hold();
            }
            return BoxedUnit.UNIT;
        }
    }
}
