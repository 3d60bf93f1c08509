package io.lakeflight.engine.spark.fastlane.datacache;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The files that one statement reads: none of them goes until it is closed. */
public final class Lease implements AutoCloseable {
    private final List<KeptFile> files;
    private final @Nullable Fetches fetches;

    /** @param fetches null if there are no files */
    Lease(List<KeptFile> files, @Nullable Fetches fetches) {
        this.files = List.copyOf(files);
        this.fetches = fetches;
    }

    /**
     * Waits until all of them are there.
     *
     * @throws Refusal if one does not come, or not in this time
     */
    public void await(Duration patience) throws Refusal, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (KeptFile file : files) {
            try {
                file.arrival().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new Refusal("its files cannot be fetched into the data cache");
            } catch (TimeoutException e) {
                if (fetches != null) {
                    fetches.isLate(file);
                }
                throw new Refusal("its files do not come into the data cache in time");
            }
        }
    }

    @Override
    public void close() {
        if (fetches != null) {
            fetches.giveBack(files);
        }
    }
}
