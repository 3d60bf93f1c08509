package io.lakeflight.engine.spark.fastlane.datacache;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches some of the files of a statement that would have had to wait for too many, so that one like it finds them there: one
 * file after the other, of one statement at a time, and of the next one that comes then. Statements that wait for their files
 * have the other threads to themselves.
 */
final class WarmUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final long IDLE_SECONDS = 60;
    /** For one file: a store that gives a large one more slowly would keep other statements' files from coming. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Fetches fetches;
    private final Duration patience;
    private final ExecutorService worker = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            WarmUp::thread,
            // One is at work: it is not for others to wait until it has done.
            new ThreadPoolExecutor.DiscardPolicy());

    /** @param patience with each of the files; the rest are given up with one that does not come in time */
    WarmUp(Fetches fetches, Duration patience) {
        this.fetches = fetches;
        this.patience = patience;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "data-cache-warm-up");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins with it, unless another one is at work.
     *
     * @param there files of the same statement, which do not give way to the others
     */
    void begin(Collection<RemoteFile> there, Collection<RemoteFile> missing) {
        worker.execute(() -> fetch(there, missing));
    }

    private void fetch(Collection<RemoteFile> there, Collection<RemoteFile> missing) {
        List<KeptFile> taken = new ArrayList<>();
        try {
            taken.addAll(fetches.take(there));
            for (RemoteFile file : missing) {
                List<KeptFile> next = fetches.take(List.of(file));
                taken.addAll(next);
                next.get(0).arrival().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal | ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("Not all files have come into the data cache", e);
        } finally {
            fetches.giveBack(taken);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
