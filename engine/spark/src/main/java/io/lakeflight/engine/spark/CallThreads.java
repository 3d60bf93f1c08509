package io.lakeflight.engine.spark;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls, with stacks large enough that a deeply nested statement overflows into an error of ours.
 *
 * <p>Their number has no limit here: the server limits how many statements it has at work in an engine, and a cancel
 * must never wait behind them.
 */
final class CallThreads implements ThreadFactory {
    private static final long STACK_BYTES = 64L << 20;

    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();

    private CallThreads(String prefix) {
        this.prefix = prefix;
    }

    static ExecutorService pool(String prefix) {
        return Executors.newCachedThreadPool(new CallThreads(prefix));
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, prefix + number.incrementAndGet(), STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }
}
