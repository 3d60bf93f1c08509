package io.lakeflight.engine.spark.fastlane.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The cache has a size, and what is read stays. */
class TestDataCacheRoom extends TestingDataCache {
    @Test
    void filesUsedLeastGiveWay() throws Exception {
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        RemoteFile c = file("c");
        fetch(a);
        fetch(b);
        fetch(c);
        fetch(a);
        fetch(c);

        fetch(file("d"));

        assertThat(names()).hasSize(3).doesNotContain(b.name());
        assertThat(cache.figures().evictions()).isEqualTo(1);
        assertThat(cache.figures().bytes()).isEqualTo(3 * FILE);
    }

    /** However much the old ones were in use: nobody may want them any more. */
    @Test
    void newFilesAreAlwaysTaken() throws Exception {
        RemoteFile[] old = {file("a"), file("b"), file("c")};
        for (int i = 0; i < 50; i++) {
            fetch(old);
        }
        for (int i = 0; i < 20; i++) {
            RemoteFile next = file("next" + i);
            fetch(next);
            assertThat(names()).contains(next.name()).hasSize(3);
        }
    }

    @Test
    void filesThatAreReadStay() throws Exception {
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        RemoteFile c = file("c");
        RemoteFile d = file("d");
        try (Lease first = lease(a, b)) {
            try (Lease second = lease(c)) {
                requireRefused("no room", d);
                assertThat(names()).containsExactlyInAnyOrder(a.name(), b.name(), c.name());
            }
            fetch(d);
            assertThat(names()).containsExactlyInAnyOrder(a.name(), b.name(), d.name());
            requireRefused("no room", c, file("e"));
            assertThat(names()).containsExactlyInAnyOrder(a.name(), b.name(), d.name());
        }
        requireRefused("more bytes than fast-lane.data-cache.size", a, b, c, d);
        fetch(c, file("f"));
        assertThat(cache.figures().bytes()).isEqualTo(3 * FILE);
    }

    @Test
    void whatIsNotThereIsCounted() throws Exception {
        cache.close();
        cache = cache(10 * FILE);
        RemoteFile[] files = {file("a"), file("b"), file("c"), file("d"), file("e")};

        assertThatThrownBy(() -> cache.require(Arrays.asList(files)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not in the data cache than fast-lane.data-cache.max-fetch");
        fetch(files[0]);
        cache.require(Arrays.asList(files));
        assertThat(store.opened).hasValue(1);

        fetch(files);
        assertThat(store.opened).hasValue(5);
    }

    @Test
    void smallerCacheBeginsWithTheNewestFiles() throws Exception {
        RemoteFile old = file("old");
        RemoteFile young = file("young");
        fetch(old);
        fetch(young);
        Files.setLastModifiedTime(Path.of(cache.path(old)), FileTime.fromMillis(1_000));
        cache.close();

        cache = cache(FILE);

        assertThat(names()).containsExactly(young.name());
    }
}
