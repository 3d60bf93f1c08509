package io.lakeflight.engine.spark.fastlane.datacache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data files of tables elsewhere, on the engine's own disk: fetched once, however many statements ask for them. */
public final class DataCache implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataCache.class);
    private static final Pattern S3 = Pattern.compile("s3[an]?://.*", Pattern.DOTALL);
    /** Each file costs a request, however small it is. */
    private static final int MOST_FETCHED_FILES = 1_000;
    /** Of the cache, for one file that no statement may wait for: more would leave nothing of the others. */
    private static final int LARGEST_SHARE = 4;

    private final DataCacheSettings settings;
    private final @Nullable Parts parts;

    /** What is there if the cache is. */
    private record Parts(CacheDirectory directory, Shelf shelf, Fetches fetches, WarmUp warmUp, Pauses pauses) {}

    private DataCache(DataCacheSettings settings, @Nullable Parts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /** One that keeps nothing. */
    public static DataCache none() {
        return new DataCache(DataCacheSettings.NONE, null);
    }

    /**
     * Opens a cache with the files that the one before it has left.
     *
     * @param scratch where it is if no other directory can be used: an engine without the cache is slower, and whole
     */
    public static DataCache open(DataCacheSettings settings, Path scratch) {
        return open(settings, scratch, Ticker.systemTicker());
    }

    static DataCache open(DataCacheSettings settings, Path scratch, Ticker clock) {
        if (settings.sizeBytes() == 0) {
            return none();
        }
        try {
            return new DataCache(settings, parts(settings, settings.directory().orElse(scratch), clock));
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "The data cache is empty, and goes with the engine: its directory cannot be used: {}",
                    e.toString());
        }
        try {
            return new DataCache(settings, parts(settings, scratch, clock));
        } catch (IOException | RuntimeException e) {
            log.warn("There is no data cache", e);
            return none();
        }
    }

    private static Parts parts(DataCacheSettings settings, Path path, Ticker clock) throws IOException {
        CacheDirectory directory = CacheDirectory.open(path);
        boolean complete = false;
        try {
            Shelf shelf = new Shelf(settings.sizeBytes());
            shelf.add(directory.keepWhole());
            Pauses pauses = new Pauses(clock);
            Fetches fetches = new Fetches(directory, shelf, pauses, settings.fetchThreads());
            Parts parts = new Parts(directory, shelf, fetches, new WarmUp(fetches, WarmUp.PATIENCE), pauses);
            complete = true;
            return parts;
        } finally {
            if (!complete) {
                directory.close();
            }
        }
    }

    /** Whether DuckDB is to read a table's files here. */
    public boolean isFor(Table table) {
        return parts != null && (isInS3(table.location()) || isOfChosenCatalog(table));
    }

    /** Whether a location is one that DuckDB could not read. */
    public static boolean isInS3(String location) {
        return S3.matcher(location).matches();
    }

    private boolean isOfChosenCatalog(Table table) {
        return settings.directoryCatalogs().stream()
                .anyMatch(catalog -> table.name().startsWith(catalog + "."));
    }

    /** Where files are, with the credentials they are read with, by a hash. */
    public static String store(FileIO io) {
        return CacheName.store(io);
    }

    /** Of all files, with a slash at its end. */
    public String directory() {
        return there().directory().prefix();
    }

    /** A table that the cache is for. */
    public RemoteTable table(Table table) {
        there();
        return RemoteTable.of(table);
    }

    /** A file of such a table. */
    public RemoteFile file(RemoteTable table, DataFile file) {
        return table.file(file);
    }

    /** Where a file is to be read, while it is leased. */
    public String path(RemoteFile file) {
        return there().directory().path(file.name()).toString();
    }

    private Parts there() {
        if (parts == null) {
            throw new IllegalStateException("There is no data cache");
        }
        return parts;
    }

    /**
     * Fetches nothing.
     *
     * @throws Refusal if it is not for a statement to wait until these files are there
     */
    public void require(Collection<RemoteFile> files) throws Refusal {
        if (!files.isEmpty()) {
            requireFew(missing(files));
        }
    }

    /** @throws Refusal if there is no hope for them at all */
    private List<RemoteFile> missing(Collection<RemoteFile> files) throws Refusal {
        Parts there = there();
        if (bytes(files) > settings.sizeBytes()) {
            throw new Refusal("more bytes than fast-lane.data-cache.size");
        }
        List<RemoteFile> missing =
                files.stream().filter(file -> !there.shelf().has(file.name())).toList();
        if (missing.stream().anyMatch(file -> there.pauses().isPaused(file.store()))) {
            throw new Refusal("files could not be fetched into the data cache a moment ago");
        }
        return missing;
    }

    private void requireFew(List<RemoteFile> missing) throws Refusal {
        if (bytes(missing) > settings.maxFetchBytes()) {
            throw new Refusal("more bytes that are not in the data cache than fast-lane.data-cache.max-fetch");
        }
        if (missing.size() > MOST_FETCHED_FILES) {
            throw new Refusal("more than " + MOST_FETCHED_FILES + " files that are not in the data cache");
        }
    }

    private static long bytes(Collection<RemoteFile> files) {
        return files.stream().mapToLong(RemoteFile::length).sum();
    }

    /**
     * Begins to fetch what is not there; the caller waits for it, and closes the lease once it has read the files. If that is
     * too much to wait for, some of it is fetched all the same, for others.
     *
     * @param files each of them once
     * @throws Refusal if there is no room for them, or as for {@link #require}
     */
    public Lease lease(Collection<RemoteFile> files) throws Refusal {
        if (files.isEmpty()) {
            return new Lease(List.of(), null);
        }
        List<RemoteFile> missing = missing(files);
        List<RemoteFile> first = first(missing);
        if (!first.isEmpty() && (first.size() < missing.size() || bytes(first) > settings.maxFetchBytes())) {
            List<RemoteFile> there = new ArrayList<>(files);
            there.removeAll(Set.copyOf(missing));
            there().warmUp().begin(there, first);
        }
        requireFew(missing);
        Fetches fetches = there().fetches();
        return new Lease(fetches.take(files), fetches);
    }

    /** As many as a statement may wait for, or else one that is not too large: there are tables of larger ones only. */
    private List<RemoteFile> first(List<RemoteFile> missing) {
        if (settings.maxFetchBytes() == 0) {
            return List.of();
        }
        long bytes = 0;
        int count = 0;
        while (count < Math.min(missing.size(), MOST_FETCHED_FILES)
                && bytes + missing.get(count).length() <= settings.maxFetchBytes()) {
            bytes += missing.get(count).length();
            count++;
        }
        boolean isOne =
                count == 0 && !missing.isEmpty() && missing.get(0).length() <= settings.sizeBytes() / LARGEST_SHARE;
        return missing.subList(0, isOne ? 1 : count);
    }

    public DataCacheFigures figures() {
        return parts == null ? DataCacheFigures.NONE : parts.shelf().figures();
    }

    @Override
    public void close() {
        if (parts == null) {
            return;
        }
        parts.warmUp().close();
        parts.fetches().close();
        try {
            parts.directory().close();
        } catch (IOException e) {
            log.debug("The lock of the data cache cannot be closed", e);
        }
    }
}
