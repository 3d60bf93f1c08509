package io.lakeflight.engine.spark.fastlane.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache of a few files, whose clock stands still. */
@Timeout(60)
abstract class TestingDataCache {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int FILE = 100_000;

    final AtomicLong clock = new AtomicLong();

    @TempDir
    Path directory;

    Path kept;
    TestingStore store;
    DataCache cache;

    @BeforeEach
    void open() throws IOException {
        kept = directory.resolve("kept");
        store = new TestingStore(Files.createDirectory(directory.resolve("store")));
        cache = cache(3 * FILE);
    }

    DataCache cache(long size) {
        return cache(size, 4 * FILE);
    }

    DataCache cache(long size, long maxFetch) {
        DataCacheSettings settings = new DataCacheSettings(size, Optional.of(kept), maxFetch, 2, Set.of("far"));
        return DataCache.open(settings, directory.resolve("scratch"), clock::get);
    }

    @AfterEach
    void close() {
        store.gate.countDown();
        cache.close();
    }

    RemoteFile file(String name) throws IOException {
        return remote(store.write(name, FILE));
    }

    RemoteFile remote(DataFile file) {
        return cache.file(cache.table(store.table()), file);
    }

    /** With all of them there. */
    Lease lease(RemoteFile... files) throws Exception {
        Lease lease = cache.lease(Arrays.asList(files));
        boolean there = false;
        try {
            lease.await(PATIENCE);
            there = true;
            return lease;
        } finally {
            if (!there) {
                lease.close();
            }
        }
    }

    void fetch(RemoteFile... files) throws Exception {
        lease(files).close();
    }

    void requireRefused(String reason, RemoteFile... files) {
        assertThatThrownBy(() -> fetch(files)).isInstanceOf(Refusal.class).hasMessageContaining(reason);
    }

    String content(RemoteFile file) throws IOException {
        return Files.readString(Path.of(cache.path(file)), StandardCharsets.UTF_8);
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void eventually(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
