package io.lakeflight.engine.spark.fastlane.memory;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Which plans native code is at work on, in a file that outlives the process. What stands there when an engine starts
 * was at work when the one before it died; whether it killed it or not, it stays out of the lane for a week.
 */
public final class CrashJournal {
    private static final int HASH_LENGTH = 32;
    private static final int PLACES = 256;
    private static final Duration TERM = Duration.ofDays(7);

    private final MappedByteBuffer places;
    private final Queue<Integer> free =
            new ConcurrentLinkedQueue<>(IntStream.range(0, PLACES).boxed().toList());
    private final Suspects suspects;
    private volatile boolean isEndExpected;

    private CrashJournal(MappedByteBuffer places, Suspects suspects) {
        this.places = places;
        this.suspects = suspects;
    }

    /**
     * Opens that of one engine's place.
     *
     * @param file which no other process uses; beside it stands what is suspected, for all files whose names are the same up
     *     to the first dot
     */
    public static CrashJournal open(Path file, Clock clock) throws IOException {
        Suspects suspects = Suspects.beside(file, "suspects", TERM, clock);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer places = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) PLACES * HASH_LENGTH);
            suspects.add(takeLeft(places));
            return new CrashJournal(places, suspects);
        }
    }

    private static List<String> takeLeft(MappedByteBuffer places) {
        List<String> left = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            byte[] hash = new byte[HASH_LENGTH];
            places.get(place * HASH_LENGTH, hash);
            if (hash[0] != 0) {
                left.add(new String(hash, StandardCharsets.US_ASCII));
                places.put(place * HASH_LENGTH, new byte[HASH_LENGTH]);
            }
        }
        return left;
    }

    public boolean suspects(PlanShape shape) {
        return suspects.contains(shape.hash());
    }

    /** Work of native code on one plan. */
    public interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    /** Stands there until it is closed; very many at once are not all noted. */
    public Entry begin(PlanShape shape) {
        Integer place = isEndExpected ? null : free.poll();
        if (place == null) {
            return () -> {};
        }
        places.put(place * HASH_LENGTH, shape.hash().getBytes(StandardCharsets.US_ASCII));
        return () -> {
            places.put(place * HASH_LENGTH, new byte[HASH_LENGTH]);
            free.add(place);
        };
    }

    /** From now on nothing stands there: the process is to end, and nothing that it is at work on is the reason. */
    public void clear() {
        isEndExpected = true;
        for (int place = 0; place < PLACES; place++) {
            places.put(place * HASH_LENGTH, new byte[HASH_LENGTH]);
        }
    }
}
