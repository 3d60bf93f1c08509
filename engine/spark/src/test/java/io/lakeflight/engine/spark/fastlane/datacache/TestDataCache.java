package io.lakeflight.engine.spark.fastlane.datacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;

/** Files are fetched once, are their owner's alone, and outlive the cache. */
class TestDataCache extends TestingDataCache {
    @Test
    void fileIsFetchedOnce() throws Exception {
        RemoteFile a = file("a");

        for (int i = 0; i < 3; i++) {
            try (Lease lease = lease(a)) {
                assertThat(content(a)).isEqualTo("a".repeat(FILE));
            }
        }

        assertThat(store.opened).hasValue(1);
        assertThat(cache.figures()).isEqualTo(new DataCacheFigures(1, FILE, 3 * FILE, 2, 1, FILE, 0, 0));
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        RemoteFile a = file("a");
        fetch(a);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(cache.path(a)))))
                .isEqualTo("rw-------");
        assertThat(cache.directory()).isEqualTo(kept + "/");
    }

    @Test
    void manyWhoAskForTheSameFilesFetchThemOnce() throws Exception {
        store.gate = new CountDownLatch(1);
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        ExecutorService readers = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> read = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                read.add(readers.submit(() -> {
                    try (Lease lease = lease(a, b)) {
                        return content(a).substring(0, 1) + content(b).substring(0, 1);
                    }
                }));
            }
            eventually(() -> cache.figures().hits() + cache.figures().misses() == 40);
            store.gate.countDown();
            for (Future<String> reader : read) {
                assertThat(reader.get()).isEqualTo("ab");
            }
        } finally {
            readers.shutdownNow();
        }

        assertThat(store.opened).hasValue(2);
        assertThat(cache.figures().misses()).isEqualTo(2);
    }

    @Test
    void filesOutliveTheCacheIfTheyAreWhole() throws Exception {
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        fetch(a, b);
        cache.close();
        Files.writeString(Path.of(cache.path(b)), "short");
        Files.writeString(kept.resolve(a.name() + ".3f0c"), "on its way when the engine died");
        Files.writeString(kept.resolve("notes.txt"), "somebody's");

        cache = cache(3 * FILE);

        assertThat(names()).containsExactlyInAnyOrder(a.name(), "notes.txt");
        assertThat(cache.figures()).isEqualTo(new DataCacheFigures(1, FILE, 3 * FILE, 0, 0, 0, 0, 0));
        fetch(a, b);
        assertThat(store.opened).hasValue(3);
        assertThat(content(b)).isEqualTo("b".repeat(FILE));
    }

    @Test
    void directoryOfAnotherProcessIsLeftToIt() throws Exception {
        RemoteFile a = file("a");
        fetch(a);
        try (DataCache other = cache(3 * FILE)) {
            assertThat(other.directory()).isEqualTo(directory.resolve("scratch") + "/");
            Lease lease = other.lease(List.of(a));
            lease.await(PATIENCE);
            lease.close();
        }
        assertThat(store.opened).hasValue(2);
    }

    @Test
    void sameLocationInAnotherStoreIsAnotherFile() throws Exception {
        DataFile file = store.write("a", FILE);
        String name = remote(file).name();
        assertThat(remote(file).name()).isEqualTo(name);

        for (String property : List.of("s3.endpoint", "s3.access-key-id", "warehouse")) {
            store.set(property, "other");
            assertThat(remote(file).name()).isNotEqualTo(name);
            store.set(property, "");
        }
        assertThat(remote(file).name()).isEqualTo(name);
        assertThat(remote(store.write("a", FILE + 1)).name()).isNotEqualTo(name);
        TestingStore other = new TestingStore(Files.createDirectory(directory.resolve("other")));
        assertThat(cache.file(cache.table(other.table()), file).name()).isNotEqualTo(name);
    }

    @Test
    void tablesOfOtherCatalogsAreReadWhereTheyAre() {
        assertThat(cache.isFor(store.table())).isTrue();
        try (DataCache ofStoresAlone = DataCache.open(
                new DataCacheSettings(FILE, Optional.empty(), FILE, 1, Set.of("fa")), directory.resolve("alone"))) {
            assertThat(ofStoresAlone.isFor(store.table())).isFalse();
        }
        assertThat(DataCache.none().isFor(store.table())).isFalse();
        assertThat(DataCache.isInS3("s3://bucket/x")).isTrue();
        assertThat(DataCache.isInS3("/s3://x")).isFalse();
    }
}
