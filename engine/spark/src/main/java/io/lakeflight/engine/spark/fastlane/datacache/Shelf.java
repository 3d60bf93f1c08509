package io.lakeflight.engine.spark.fastlane.datacache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a cache, who reads them, and the bytes they take, which never are more than a limit.
 *
 * <p>Room is made before a file is on its way, in the order in which Caffeine would evict, but for files that somebody
 * reads. Caffeine itself evicts nothing then. It would turn away new files for those that were much in use once, and the
 * files of a table that has changed are new.
 */
final class Shelf {
    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    private final long maxBytes;
    private final Cache<String, KeptFile> files;
    private final Policy.Eviction<String, KeptFile> order;
    /** On disk, as far as is known, or about to be. */
    private long bytes;

    private long hits;
    private long misses;
    private long fetchedBytes;
    private long evictions;
    private long faults;

    Shelf(long maxBytes) {
        this.maxBytes = maxBytes;
        this.files = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String name, KeptFile file) -> (int) Math.min(file.length(), Integer.MAX_VALUE))
                .executor(Runnable::run)
                .build();
        this.order = files.policy().eviction().orElseThrow();
    }

    /** Adds files that are there, of which the first give way to the last. */
    synchronized void add(List<KeptFile> there) {
        for (KeptFile file : there) {
            if (makeRoom(file.length())) {
                put(file);
            } else {
                delete(file.path());
            }
        }
    }

    private void put(KeptFile file) {
        files.put(file.name(), file);
        bytes += file.length();
    }

    /** A file that is there or on its way, for one reader more; null if it has to be fetched. */
    synchronized @Nullable KeptFile take(String name, long length) {
        KeptFile file = files.getIfPresent(name);
        if (file == null) {
            return null;
        }
        if (file.hasArrived() && !isWhole(file.path(), length)) {
            log.warn("File {} of the data cache has not its length any more", name);
            faults++;
            remove(file);
            return null;
        }
        hits++;
        file.take();
        return file;
    }

    /** Whether a file is there; looks no closer, and does not count. */
    synchronized boolean has(String name) {
        KeptFile file = files.policy().getIfPresentQuietly(name);
        return file != null && file.hasArrived();
    }

    private static boolean isWhole(Path path, long length) {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) == length;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes files give way so that others fit. False, and all stay, if that is not possible without those that are read. */
    synchronized boolean makeRoom(long wanted) {
        long more = bytes + wanted - maxBytes;
        if (more <= 0) {
            return true;
        }
        for (KeptFile file : coldest(more)) {
            evictions++;
            remove(file);
        }
        return bytes + wanted <= maxBytes;
    }

    /** Begins to keep a file that is to be fetched, and that there is room for, with one reader. */
    synchronized KeptFile expect(Path path, long length) {
        KeptFile file = KeptFile.onItsWay(path, length);
        misses++;
        file.take();
        put(file);
        return file;
    }

    /** As many unread files as come to so many bytes; none if all of them are not enough. */
    private List<KeptFile> coldest(long wanted) {
        return order.coldest(entries -> {
            List<KeptFile> cold = new ArrayList<>();
            long found = 0;
            Iterator<KeptFile> unread = entries.map(Map.Entry::getValue)
                    .filter(file -> !file.isRead())
                    .iterator();
            while (found < wanted && unread.hasNext()) {
                KeptFile file = unread.next();
                cold.add(file);
                found += file.length();
            }
            return found < wanted ? List.<KeptFile>of() : cold;
        });
    }

    /** What cannot be deleted goes on to take room. */
    private void remove(KeptFile file) {
        files.asMap().remove(file.name(), file);
        if (delete(file.path())) {
            bytes -= file.length();
        }
    }

    private boolean delete(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            faults++;
            log.warn("A file of the data cache cannot be deleted", e);
            return false;
        }
    }

    /**
     * Ends one reader of each of them.
     *
     * @return those on their way that nobody waits for any more, which are forgotten
     */
    synchronized List<KeptFile> giveBack(Collection<KeptFile> taken) {
        List<KeptFile> unwanted = new ArrayList<>();
        for (KeptFile file : taken) {
            file.giveBack();
            if (!file.isRead() && !file.arrival().isDone()) {
                files.asMap().remove(file.name(), file);
                unwanted.add(file);
            }
        }
        return unwanted;
    }

    /** Gives a file its name. */
    interface Naming {
        void name() throws IOException;
    }

    /** Takes in a file that has come whole; false if nobody waits for it any more, and its name may be another one's. */
    synchronized boolean takeIn(KeptFile file, Naming naming) throws IOException {
        if (files.policy().getIfPresentQuietly(file.name()) != file) {
            return false;
        }
        naming.name();
        fetchedBytes += file.length();
        file.arrival().complete(null);
        return true;
    }

    /** Nothing of a file that was on its way is there. */
    synchronized void failed(KeptFile file, Exception failure, boolean isFault) {
        if (file.arrival().isDone()) {
            return;
        }
        files.asMap().remove(file.name(), file);
        bytes -= file.length();
        faults += isFault ? 1 : 0;
        file.arrival().completeExceptionally(failure);
    }

    synchronized DataCacheFigures figures() {
        return new DataCacheFigures(
                files.estimatedSize(), bytes, maxBytes, hits, misses, fetchedBytes, evictions, faults);
    }
}
