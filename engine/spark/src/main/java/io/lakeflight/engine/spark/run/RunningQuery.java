package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;

/**
 * One statement at work on one thread, which a cancel can stop in any phase.
 *
 * <p>A single cancel is not enough: adaptive execution and broadcasts submit more jobs from other threads. So the
 * canceller calls {@link #stopOnce} again and again until the thread has left.
 */
public final class RunningQuery implements AutoCloseable {
    private static final String TAG_PREFIX = "lakeflight-";

    private final String id;
    private final SparkContext spark;
    private final Thread thread = Thread.currentThread();
    private final String threadName = thread.getName();
    private final Runnable whenLeft;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger completedTasks = new AtomicInteger();
    private final AtomicBoolean canceled = new AtomicBoolean();
    private volatile Runnable stopOther = () -> {};
    private boolean left;

    RunningQuery(String id, SparkContext spark, Runnable whenLeft) {
        this.id = id;
        this.spark = spark;
        this.whenLeft = whenLeft;
    }

    void enter(String pool) {
        thread.setName("query-" + id);
        spark.addJobTag(tag());
        spark.setInterruptOnCancel(true);
        spark.setLocalProperty("spark.scheduler.pool", pool);
        spark.setLocalProperty(EngineProtocol.QUERY_ID_PROPERTY, id);
    }

    public String id() {
        return id;
    }

    String tag() {
        return TAG_PREFIX + id.replace(',', '_');
    }

    static boolean isTag(String tag) {
        return tag.startsWith(TAG_PREFIX);
    }

    public boolean isCanceled() {
        return canceled.get();
    }

    /** @throws EngineException if the statement was cancelled */
    public void check() {
        if (canceled.get()) {
            throw EngineException.canceled();
        }
    }

    /** False if it was cancelled before: whoever did that goes on stopping it. */
    boolean cancel() {
        return canceled.compareAndSet(false, true);
    }

    /** Has each attempt to stop the statement do this too, until it is closed: for work that no interrupt reaches. */
    public Stop alsoStop(Runnable stop) {
        stopOther = stop;
        return () -> stopOther = () -> {};
    }

    /** Ends what {@link #alsoStop} began. */
    public interface Stop extends AutoCloseable {
        @Override
        void close();
    }

    void addTasks(int count) {
        tasks.addAndGet(count);
    }

    void taskEnded() {
        completedTasks.incrementAndGet();
    }

    int tasks() {
        return tasks.get();
    }

    int completedTasks() {
        return completedTasks.get();
    }

    /** Cancels the jobs there are and wakes the thread; false once the thread has left. */
    boolean stopOnce() {
        spark.cancelJobsWithTag(tag(), "cancelled by the client");
        stopOther.run();
        synchronized (this) {
            if (!left && !isCommitting()) {
                thread.interrupt();
            }
            return !left;
        }
    }

    /** An interrupted commit leaves nobody knowing whether it happened, so it is let finish. */
    private boolean isCommitting() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().startsWith("commit")
                    && frame.getClassName().startsWith("org.apache.iceberg.")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ends the statement; after this the thread is not interrupted any more, so it can clean up. Jobs it still has are
     * cancelled: a statement may fail, or its reader leave, without anybody cancelling it, and a task that waits for a
     * reader who is gone would hold its core for ever.
     */
    public void leave() {
        synchronized (this) {
            if (left) {
                return;
            }
            left = true;
            Thread.interrupted();
        }
        spark.removeJobTag(tag());
        spark.setLocalProperty("spark.job.interruptOnCancel", null);
        spark.setLocalProperty("spark.scheduler.pool", null);
        spark.setLocalProperty(EngineProtocol.QUERY_ID_PROPERTY, null);
        thread.setName(threadName);
        whenLeft.run();
        spark.cancelJobsWithTag(tag(), "its statement has ended");
    }

    @Override
    public void close() {
        leave();
    }
}
