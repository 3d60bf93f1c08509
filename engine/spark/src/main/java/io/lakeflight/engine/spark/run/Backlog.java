package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a stream have stored ahead of its reader, and who decides about a partition: its task may give up
 * until the reader reaches it.
 *
 * <p>A task that waits for a reader holds a slot of everybody. So when much is unread, tasks of later partitions give
 * up, to be run again when the reader comes there. The partition being read cannot begin anew, because its rows are out
 * already: its task waits, and lends one of the {@link SpareSlots} meanwhile. If none is left it goes on, and waits only
 * at a far higher limit and only while the reader keeps reading.
 *
 * <p>Tasks in the process of the reader share one of these; tasks elsewhere have none and go on without limit.
 */
final class Backlog implements AutoCloseable {
    /** Unread bytes per core at which tasks give up. */
    static final String READ_AHEAD = "spark.lakeflight.result.readAhead";
    /** Further unread bytes the partition being read may have. */
    static final String MOST_UNREAD = "spark.lakeflight.result.mostUnread";
    /** How long a reader may take nothing when that limit is reached. */
    static final String IDLE = "spark.lakeflight.result.idle";

    private static final Map<Integer, Backlog> OPEN = new ConcurrentHashMap<>();
    private static final int NONE = -1;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable SpareSlots slots;
    private final int streamId;
    private final long readAhead;
    private final long mostUnread;
    private final long idleSeconds;
    private final AtomicLong unread = new AtomicLong();
    private final Set<Integer> givenUp = new HashSet<>();
    private int reached = NONE;
    private volatile long lastTaken = System.nanoTime();
    private volatile boolean starved;

    private Backlog(@Nullable SpareSlots slots, int streamId, long readAhead, long mostUnread, long idleSeconds) {
        this.slots = slots;
        this.streamId = streamId;
        this.readAhead = readAhead;
        this.mostUnread = mostUnread;
        this.idleSeconds = idleSeconds;
    }

    static Backlog open(int streamId, SparkConf conf, int cores, SpareSlots slots) {
        long readAhead = conf.getSizeAsBytes(READ_AHEAD, "512m") * cores;
        long mostUnread = readAhead + conf.getSizeAsBytes(MOST_UNREAD, "8g");
        Backlog backlog = new Backlog(slots, streamId, readAhead, mostUnread, conf.getTimeAsSeconds(IDLE, "30s"));
        OPEN.put(streamId, backlog);
        return backlog;
    }

    static Backlog of(int streamId) {
        Backlog open = OPEN.get(streamId);
        return open == null ? new Backlog(null, streamId, Long.MAX_VALUE, Long.MAX_VALUE, 0) : open;
    }

    /** Whether tasks should not work ahead any further. */
    boolean isFull() {
        return unread.get() >= readAhead;
    }

    /** Asked by a task that would rather stop; false if the reader has reached its partition. */
    synchronized boolean giveUp(int partition) {
        return partition != reached && givenUp.add(partition);
    }

    /** Called by the reader; false if the partition's task has given up, so that it has to be run again. */
    synchronized boolean reach(int partition) {
        reached = partition;
        lastTaken = System.nanoTime();
        return !givenUp.remove(partition);
    }

    /** A task that had given up is run again. */
    synchronized void retry(int partition) {
        givenUp.remove(partition);
    }

    /**
     * Waits, as the task of the partition being read, until the reader has caught up or wants more of this partition:
     * what fills the backlog may be of later ones.
     *
     * @throws EngineException if far too much is unread and the reader has taken nothing for long
     */
    void awaitReader() {
        Optional<SpareSlots.Loan> lent = Optional.ofNullable(slots).flatMap(SpareSlots::lendWhileWaiting);
        if (lent.isEmpty()) {
            while (unread.get() >= mostUnread) {
                checkReader();
                pause();
            }
            return;
        }
        try (SpareSlots.Loan loan = lent.get()) {
            while (isFull() && !starved) {
                pause();
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        TaskContext.get().killTaskIfInterrupted();
    }

    /** The reader has taken all there is of its partition. */
    void starve() {
        starved = true;
    }

    void stored(long bytes) {
        unread.addAndGet(bytes);
    }

    void discarded(long bytes) {
        unread.addAndGet(-bytes);
    }

    void taken(long bytes) {
        unread.addAndGet(-bytes);
        lastTaken = System.nanoTime();
        starved = false;
    }

    private void checkReader() {
        if (System.nanoTime() - lastTaken > TimeUnit.SECONDS.toNanos(idleSeconds)) {
            throw new EngineException(
                    ErrorCategory.RESOURCES,
                    "RESULT_NOT_READ",
                    "53000",
                    "The result is " + (mostUnread >> 20) + " MiB ahead of its reader, who has taken nothing for "
                            + idleSeconds + " s; read on without pausing, or ask for fewer rows");
        }
    }

    @Override
    public void close() {
        OPEN.remove(streamId);
    }
}
