package io.lakeflight.engine.spark.fastlane.datacache;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The files that are on their way: one fetch for each, a number of them at the same time, the others in a queue. */
final class Fetches implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    private final CacheDirectory directory;
    private final Shelf shelf;
    private final Pauses pauses;
    private final ExecutorService workers;
    private final Map<KeptFile, Fetch> running = new ConcurrentHashMap<>();

    Fetches(CacheDirectory directory, Shelf shelf, Pauses pauses, int threads) {
        this.directory = directory;
        this.shelf = shelf;
        this.pauses = pauses;
        this.workers = workers(threads);
    }

    private static ExecutorService workers(int count) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "data-cache-fetch");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /**
     * Files for one reader more, each there or on its way.
     *
     * @throws Refusal if there is no room for all of them; nothing has happened then
     */
    List<KeptFile> take(Collection<RemoteFile> files) throws Refusal {
        List<KeptFile> taken = new ArrayList<>();
        // Nobody else is to begin the same fetch between the steps, nor are those that are there to give way to the
        // others.
        synchronized (shelf) {
            List<RemoteFile> missing = new ArrayList<>();
            for (RemoteFile file : files) {
                @Nullable KeptFile known = shelf.take(file.name(), file.length());
                if (known == null) {
                    missing.add(file);
                } else {
                    taken.add(known);
                }
            }
            if (!shelf.makeRoom(missing.stream().mapToLong(RemoteFile::length).sum())) {
                giveBack(taken);
                throw new Refusal("the data cache has no room for its files, since others are being read");
            }
            missing.forEach(file -> taken.add(begin(file)));
        }
        return taken;
    }

    private KeptFile begin(RemoteFile remote) {
        KeptFile file = shelf.expect(directory.path(remote.name()), remote.length());
        Fetch fetch = new Fetch(remote, file, directory, shelf, pauses);
        running.put(file, fetch);
        workers.execute(() -> {
            try {
                fetch.run();
            } finally {
                running.remove(file);
            }
        });
        return file;
    }

    /** Ends one reader of each; what nobody waits for any more is not fetched further. */
    void giveBack(Collection<KeptFile> taken) {
        for (KeptFile unwanted : shelf.giveBack(taken)) {
            @Nullable Fetch fetch = running.get(unwanted);
            if (fetch != null) {
                fetch.abandon();
            }
        }
    }

    /** Says that a file has not come in time. */
    void isLate(KeptFile file) {
        @Nullable Fetch fetch = running.get(file);
        if (fetch != null) {
            pauses.failed(fetch.store(), FetchException.Cause.STORE);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
