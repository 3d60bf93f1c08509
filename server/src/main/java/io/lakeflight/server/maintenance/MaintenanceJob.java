package io.lakeflight.server.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One request at work, and what has come of it so far. */
public final class MaintenanceJob {
    private final String id = UUID.randomUUID().toString();
    private final int tables;
    private final List<String> leftOut;
    private final Cancellation cancellation;
    private final List<MaintenanceReport> reports = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private volatile @Nullable Instant ended;

    MaintenanceJob(int tables, List<String> leftOut, Cancellation cancellation) {
        this.tables = tables;
        this.leftOut = List.copyOf(leftOut);
        this.cancellation = cancellation;
    }

    public String id() {
        return id;
    }

    /** How many it is for. */
    public int tables() {
        return tables;
    }

    /** Which catalogs cannot be asked for their tables, and why: for people. */
    public List<String> leftOut() {
        return leftOut;
    }

    public List<MaintenanceReport> reports() {
        return List.copyOf(reports);
    }

    public boolean isDone() {
        return done.isDone();
    }

    /** Completes when all is done, or cannot be. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /** Ends what is at work and begins nothing more. */
    public void cancel() {
        cancellation.cancel(Cancellation.Reason.OPERATOR);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    void add(MaintenanceReport report) {
        reports.add(report);
    }

    void finish(Instant now) {
        ended = now;
        cancellation.close();
        done.complete(null);
    }

    /** When it was done; empty if it is at work. */
    Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }
}
