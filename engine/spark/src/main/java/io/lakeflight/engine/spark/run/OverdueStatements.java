package io.lakeflight.engine.spark.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Statements that have waited for a core for long, each of which is lent one of the {@link SpareSlots}.
 *
 * <p>Spark does not interrupt a task for another one, and a task may take hours. As many of them as there are cores would
 * keep everybody else out. With a slot more each statement gets at least one task to run; how the cores are divided among
 * more tasks than there are cores is then the operating system's business. A loan lasts as long as the statement, whose
 * next stage would have to wait again.
 */
final class OverdueStatements {
    private static final long CHECK_MILLIS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final StatementPools pools;
    private final SpareSlots slots;
    private final Map<StatementPools.StatementPool, Long> waitingSince = new HashMap<>();
    private final Map<StatementPools.StatementPool, Lent> lent = new HashMap<>();

    /** What the statement that is the pool's n-th was lent. */
    private record Lent(long use, List<SpareSlots.Loan> loans) {}

    private OverdueStatements(StatementPools pools, SpareSlots slots) {
        this.pools = pools;
        this.slots = slots;
    }

    static void watch(StatementPools pools, SpareSlots slots, ScheduledExecutorService timer) {
        OverdueStatements overdue = new OverdueStatements(pools, slots);
        PeriodicCheck.start(timer, CHECK_MILLIS, overdue::check);
    }

    private void check() {
        long now = System.nanoTime();
        for (StatementPools.StatementPool pool : pools.statements()) {
            long use = pool.use();
            endThoseBefore(pool, use);
            if (pool.isFree() || !pool.isWaiting()) {
                waitingSince.remove(pool);
            } else if (now - waitingSince.computeIfAbsent(pool, waiting -> now) > PATIENCE_NANOS) {
                // It may have been lent a slot before, which another statement without a task was faster to take.
                waitingSince.remove(pool);
                slots.lend().ifPresent(loan -> lent.computeIfAbsent(pool, first -> new Lent(use, new ArrayList<>()))
                        .loans()
                        .add(loan));
            }
        }
    }

    private void endThoseBefore(StatementPools.StatementPool pool, long use) {
        Lent before = lent.get(pool);
        if (before != null && (pool.isFree() || before.use() != use)) {
            before.loans().forEach(SpareSlots.Loan::close);
            lent.remove(pool);
        }
    }
}
