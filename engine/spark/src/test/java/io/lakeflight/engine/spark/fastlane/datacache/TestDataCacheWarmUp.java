package io.lakeflight.engine.spark.fastlane.datacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of files that a statement would wait too long for, some are there for the next ones; four is what it may wait for. */
class TestDataCacheWarmUp extends TestingDataCache {
    private static final String TOO_MANY = "not in the data cache than fast-lane.data-cache.max-fetch";

    @BeforeEach
    void openALargerOne() {
        cache.close();
        cache = cache(20 * FILE);
    }

    private RemoteFile[] files(String... names) throws IOException {
        RemoteFile[] files = new RemoteFile[names.length];
        for (int i = 0; i < names.length; i++) {
            files[i] = file(names[i]);
        }
        return files;
    }

    private static List<String> names(RemoteFile... files) {
        return Arrays.stream(files).map(RemoteFile::name).sorted().toList();
    }

    @Test
    void someOfTheFilesComeEachTime() throws Exception {
        RemoteFile[] files = files("a", "b", "c", "d", "e", "f", "g", "h", "i");

        requireRefused(TOO_MANY, files);
        eventually(() -> names().equals(names(Arrays.copyOf(files, 4))));
        eventually(() -> isRead(files));

        assertThat(store.opened).hasValue(9);
        assertThat(cache.figures().bytes()).isEqualTo(9 * FILE);
    }

    /** Whether a statement comes to read the files, of those that come one after the other. */
    private boolean isRead(RemoteFile... files) throws Exception {
        try {
            fetch(files);
            return true;
        } catch (Refusal e) {
            assertThat(e).hasMessageContaining(TOO_MANY);
            return false;
        }
    }

    @Test
    void fileThatIsTooLargeComesAlone() throws Exception {
        RemoteFile large = remote(store.write("large", 5 * FILE));
        RemoteFile small = file("small");

        requireRefused(TOO_MANY, large, small);

        eventually(() -> names().equals(names(large)));
        fetch(large, small);
        assertThat(store.opened).hasValue(2);
    }

    /** A file that is refused has not been asked for in the background either. */
    private void requireOnly(RemoteFile refused, RemoteFile next) throws Exception {
        requireRefused(TOO_MANY, refused);
        fetch(next);
        assertThat(names()).isEqualTo(names(next));
        assertThat(store.opened).hasValue(1);
        assertThat(cache.figures().misses()).isEqualTo(1);
    }

    @Test
    void fileOfMoreThanAQuarterDoesNotCome() throws Exception {
        requireOnly(remote(store.write("large", 5 * FILE + 1)), file("small"));
    }

    @Test
    void nothingComesIfNothingIsToBeFetched() throws Exception {
        cache.close();
        cache = cache(20 * FILE, 0);

        requireRefused(TOO_MANY, file("a"));
        requireRefused(TOO_MANY, files("b", "c"));

        assertThat(cache.figures().misses()).isZero();
        assertThat(store.opened).hasValue(0);
    }

    @Test
    void fileThatDoesNotComeIsGivenUp() throws Exception {
        store.gate = new CountDownLatch(1);
        RemoteFile[] wanted = files("a", "b");
        Shelf shelf = new Shelf(20 * FILE);
        Pauses pauses = new Pauses(clock::get);
        try (CacheDirectory place = CacheDirectory.open(directory.resolve("own"));
                Fetches fetches = new Fetches(place, shelf, pauses, 2);
                WarmUp warmUp = new WarmUp(fetches, Duration.ZERO)) {
            warmUp.begin(List.of(), List.of(wanted));
            eventually(() -> shelf.figures().misses() == 1 && shelf.figures().bytes() == 0);

            // It is free for the next statement, though the store gives nothing yet.
            eventually(() -> {
                warmUp.begin(List.of(), List.of(wanted));
                return shelf.figures().misses() > 1;
            });
            eventually(() -> shelf.figures().bytes() == 0);
            assertThat(shelf.figures().fetchedBytes()).isZero();
        }
    }

    @Test
    void oneStatementIsServedAtATime() throws Exception {
        RemoteFile[] first = files("a", "b", "c", "d", "e");
        RemoteFile[] second = files("f", "g", "h", "i", "j");
        store.gate = new CountDownLatch(1);

        requireRefused(TOO_MANY, first);
        eventually(() -> store.opened.get() == 1);
        requireRefused(TOO_MANY, second);
        assertThat(store.opened).hasValue(1);
        store.gate.countDown();

        eventually(() -> names().equals(names(Arrays.copyOf(first, 4))));
        assertThat(store.opened).hasValue(4);
    }

    @Test
    void filesOfTheSameStatementDoNotGiveWay() throws Exception {
        cache.close();
        cache = cache(6 * FILE);
        RemoteFile[] wanted = files("a", "b", "c", "d", "e", "f");
        RemoteFile[] others = files("v", "w", "x", "y");
        RemoteFile last = file("z");
        fetch(wanted[0]);
        fetch(others);
        fetch(last);

        requireRefused(TOO_MANY, wanted);

        List<String> expected = Stream.concat(names(Arrays.copyOf(wanted, 5)).stream(), Stream.of(last.name()))
                .sorted()
                .toList();
        eventually(() -> names().equals(expected));
    }

    @Test
    void storeThatFailsIsLeftAlone() throws Exception {
        RemoteFile[] files = files("a", "b", "c", "d", "e");
        store.failure = new IllegalStateException("down");

        requireRefused(TOO_MANY, files);

        eventually(() -> cache.figures().faults() == 1);
        requireRefused("a moment ago", files);
        assertThat(store.opened).hasValue(1);
        store.failure = null;
        clock.addAndGet(TimeUnit.SECONDS.toNanos(31));
        eventually(() -> isRead(files));
    }
}
