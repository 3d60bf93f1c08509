package io.lakeflight.benchmarks.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has the clients of a burst do its statements, each on a thread of its own, and another one the heavy statement all the while. */
final class BurstRun<C> {
    private final Burst burst;
    private final List<C> clients;
    private final Heavy<C> heavy;

    /** What one of the clients does with a statement. */
    interface Work<C> {
        void accept(C client, String statement);
    }

    /** What the client of the heavy statement does with it, which ends early when the burst is over. */
    interface Heavy<C> {
        void accept(C client, String statement, End end);
    }

    /** The end of a burst. */
    static final class End {
        private boolean isThere;
        private Runnable action = () -> {};

        /** What is done at the end; at once if that has come. */
        synchronized void then(Runnable next) {
            action = next;
            if (isThere) {
                next.run();
            }
        }

        private synchronized boolean isThere() {
            return isThere;
        }

        private synchronized void come() {
            if (!isThere) {
                isThere = true;
                action.run();
            }
        }
    }

    /** @param clients one more than the burst has, which is that of the heavy statement */
    BurstRun(Burst burst, List<C> clients, Heavy<C> heavy) {
        this.burst = burst;
        this.clients = clients;
        this.heavy = heavy;
    }

    /**
     * Until the last statement has ended; how long that took, in nanoseconds.
     *
     * @throws IllegalStateException if one of them fails, or the heavy one: without it the others would be alone
     */
    long with(Work<C> work) {
        ExecutorService threads = Executors.newFixedThreadPool(burst.clients() + 1);
        Queue<String> left = new ConcurrentLinkedQueue<>(burst.statements());
        End end = new End();
        try {
            Optional<Future<?>> beside = burst.heavy().map(statement -> threads.submit(() -> repeat(statement, end)));
            long nanos = timed(left, work, threads);
            end.come();
            beside.ifPresent(BurstRun::await);
            return nanos;
        } finally {
            // After a failure nothing may run on beside what is measured next.
            left.clear();
            end.come();
            awaitEnd(threads);
        }
    }

    private long timed(Queue<String> left, Work<C> work, ExecutorService threads) {
        long begun = System.nanoTime();
        List<Future<?>> ends = new ArrayList<>();
        for (C client : clients.subList(0, burst.clients())) {
            ends.add(threads.submit(() -> takeAll(left, statement -> work.accept(client, statement))));
        }
        ends.forEach(BurstRun::await);
        return System.nanoTime() - begun;
    }

    private static void takeAll(Queue<String> left, Consumer<String> work) {
        try {
            for (String statement = left.poll(); statement != null; statement = left.poll()) {
                work.accept(statement);
            }
        } finally {
            // It is empty, unless a statement has failed: then the other clients begin no more.
            left.clear();
        }
    }

    private void repeat(String statement, End end) {
        while (!end.isThere()) {
            try {
                heavy.accept(clients.get(burst.clients()), statement, end);
            } catch (RuntimeException e) {
                // At the end it is canceled.
                if (!end.isThere()) {
                    throw new IllegalStateException("the heavy statement failed: " + e.getMessage(), e);
                }
            }
        }
    }

    private static void awaitEnd(ExecutorService threads) {
        threads.shutdown();
        try {
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<?> end) {
        try {
            end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    String.valueOf(Optional.ofNullable(e.getCause()).orElse(e).getMessage()), e);
        }
    }
}
