package io.lakeflight.engine.spark.fastlane.datacache;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A file of the cache: there, or on its way. All but {@link #arrival} is guarded by the {@link Shelf} it stands on. */
final class KeptFile {
    private final String name;
    private final Path path;
    private final long length;
    private final CompletableFuture<Void> arrival;
    private int readers;

    private KeptFile(Path path, long length, CompletableFuture<Void> arrival) {
        this.name = String.valueOf(path.getFileName());
        this.path = path;
        this.length = length;
        this.arrival = arrival;
    }

    static KeptFile there(Path path, long length) {
        return new KeptFile(path, length, CompletableFuture.completedFuture(null));
    }

    static KeptFile onItsWay(Path path, long length) {
        return new KeptFile(path, length, new CompletableFuture<>());
    }

    String name() {
        return name;
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    /** Completes when it is there, or it is known that it does not come. */
    CompletableFuture<Void> arrival() {
        return arrival;
    }

    boolean hasArrived() {
        return arrival.isDone() && !arrival.isCompletedExceptionally();
    }

    void take() {
        readers++;
    }

    void giveBack() {
        readers--;
    }

    boolean isRead() {
        return readers > 0;
    }
}
