package io.lakeflight.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;

/** One deletion of many files, by a few threads: over NFS every file costs round trips. */
final class BulkDeletion {
    private static final int THREADS = 8;
    private static final int REPORTED_FAILURES = 5;

    private final FileIO io;
    private final Iterator<String> remaining;
    private final List<RuntimeException> failures = new ArrayList<>();

    BulkDeletion(FileIO io, Iterable<String> locations) {
        this.io = io;
        remaining = locations.iterator();
    }

    /** @throws BulkDeletionFailureException with the first failures suppressed in it, after all files were tried */
    void run() {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(this::deleteRemaining, threads))
                            .limit(THREADS)
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            threads.shutdown();
        }
        if (!failures.isEmpty()) {
            BulkDeletionFailureException failure = new BulkDeletionFailureException(failures.size());
            failures.stream().limit(REPORTED_FAILURES).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void deleteRemaining() {
        for (Optional<String> next = next(); next.isPresent(); next = next()) {
            try {
                io.deleteFile(next.get());
            } catch (RuntimeException e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        }
    }

    private synchronized Optional<String> next() {
        return remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty();
    }
}
