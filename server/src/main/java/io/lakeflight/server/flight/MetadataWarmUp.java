package io.lakeflight.server.flight;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.PendingAnswer;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does soon after the start of a server what the first tool that browses it would wait for: browses internal catalogs as
 * such a tool does, so that the code on that way is compiled, and reads the columns of their tables. Catalogs that have kept
 * all columns in their database come first: to browse them takes no look at files.
 *
 * <p>One thread, which rests while a client's call is at work, takes no longer than {@link #LIMIT} and reads so many
 * tables at most. A catalog that hangs or fails is left; whatever comes of it all, nobody notices but the log.
 */
final class MetadataWarmUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetadataWarmUp.class);

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final Catalogs catalogs;
    private final FlightMetadata metadata;
    private final ClientCalls calls;
    private final int most;
    private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Thread thread;
    private volatile long until;

    /** @param most tables whose columns are read */
    MetadataWarmUp(Catalogs catalogs, FlightMetadata metadata, ClientCalls calls, int most) {
        this.catalogs = catalogs;
        this.metadata = metadata;
        this.calls = calls;
        this.most = most;
    }

    /**
     * Begins.
     *
     * @param awaitReady waits for what is more urgent, or until the given future is complete
     * @param browser to browse with afterwards, closed here
     * @return completes, and never fails, when all has been done or given up
     */
    synchronized CompletableFuture<Void> start(Consumer<CompletableFuture<Void>> awaitReady, MetadataBrowser browser) {
        thread = new Thread(
                () -> {
                    try (browser) {
                        awaitReady.accept(givenUp);
                        run(browser);
                    } catch (RuntimeException | Error e) {
                        if (!givenUp.isDone()) {
                            log.warn("Not warmed up for clients that browse", e);
                        }
                    } finally {
                        ended.complete(null);
                    }
                },
                "metadata-warm-up");
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private void run(MetadataBrowser browser) {
        long begun = System.nanoTime();
        until = begun + LIMIT.toNanos();
        // Connecting takes as long as reading some hundred tables.
        browser.connect();
        List<String> kept = new ArrayList<>();
        for (String catalog : catalogs.internal()) {
            if (goesOn() && isKept(catalog)) {
                kept.add(catalog);
            }
        }
        browser.browse(kept, this::goesOn);
        int read = 0;
        List<String> known = new ArrayList<>();
        for (String catalog : catalogs.internal()) {
            int left = most - read;
            if (left > 0 && goesOn()) {
                Optional<Integer> tables = ask(catalog, () -> metadata.readAhead(catalog, left, this::goesOn));
                tables.filter(count -> !kept.contains(catalog)).ifPresent(count -> known.add(catalog));
                read += tables.orElse(0);
            }
        }
        browser.browse(known, this::goesOn);
        log.info(
                "Warmed up for clients that browse: columns of {} tables are known, after {} ms",
                read,
                (System.nanoTime() - begun) / 1_000_000);
    }

    private boolean isKept(String catalog) {
        return ask(catalog, () -> metadata.keptAhead(catalog, most, this::goesOn))
                .orElse(false);
    }

    /** Asked by another thread, which alone hangs if the catalog does; empty if it does not answer. */
    private <T> Optional<T> ask(String catalog, Callable<T> question) {
        try {
            return catalogs.ask(catalog, question, PATIENCE).map(PendingAnswer::await);
        } catch (RuntimeException e) {
            log.info("Not warmed up for clients that browse catalog {}: {}", catalog, e.getMessage());
            return Optional.empty();
        }
    }

    /** Waits while clients are at work. */
    private boolean goesOn() {
        try {
            return !givenUp.isDone() && calls.awaitNone(until) && System.nanoTime() < until;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it, and waits until it uses nothing any more. */
    @Override
    public synchronized void close() throws InterruptedException {
        givenUp.complete(null);
        if (thread != null) {
            thread.interrupt();
            thread.join(END_PATIENCE.toMillis());
        }
    }
}
