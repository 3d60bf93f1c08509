package io.lakeflight.catalog;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a catalog was asked and may have answered by the time it is wanted. */
public final class PendingAnswer<T> {
    private final String catalog;
    private final Future<T> answer;
    private final Duration patience;
    private final long asked = System.nanoTime();

    PendingAnswer(String catalog, Future<T> answer, Duration patience) {
        this.catalog = catalog;
        this.answer = answer;
        this.patience = patience;
    }

    /**
     * The answer, once it is there.
     *
     * @throws CatalogUnavailableException if it has not come within the patience, which counts from the question
     * @throws RuntimeException that the question ended with
     */
    public T await() {
        long left = patience.toNanos() - (System.nanoTime() - asked);
        try {
            return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CatalogUnavailableException(
                    catalog, "it did not answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CatalogUnavailableException(catalog, "the call was interrupted", e);
        } catch (CancellationException e) {
            throw new CatalogUnavailableException(catalog, "it was removed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        }
    }
}
