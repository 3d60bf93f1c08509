package io.lakeflight.server.maintenance;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One request at work, and what has come of it so far. */
public final class MaintenanceJob {
    private final String id = UUID.randomUUID().toString();
    private final int tables;
    private final Cancellation cancellation;
    private final List<MaintenanceReport> reports = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    MaintenanceJob(int tables, Cancellation cancellation) {
        this.tables = tables;
        this.cancellation = cancellation;
    }

    public String id() {
        return id;
    }

    /** How many it is for. */
    public int tables() {
        return tables;
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

    void finish() {
        cancellation.close();
        done.complete(null);
    }
}
