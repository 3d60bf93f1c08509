package io.lakeflight.server.http;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;

/**
 * Answers to requests that carried an idempotency key, for clients that ask again because they got none.
 *
 * <p>Kept in memory for a time and up to a size, not over a restart and not for other servers of the same catalog: then
 * a repeated commit is known by its snapshots. Requests at work are never dropped for space.
 */
final class IdempotentAnswers {
    private static final long MAX_BYTES = 64 << 20;
    private static final int BYTES_BESIDE_BODY = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private record Stored(String request, IcebergAnswer answer) {
        private int bytes() {
            return answer.body().length + BYTES_BESIDE_BODY;
        }
    }

    private final AsyncCache<String, Stored> answers;

    IdempotentAnswers(Duration lifetime, Ticker ticker) {
        answers = Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((String key, Stored stored) -> stored.bytes())
                .expireAfterWrite(lifetime)
                .ticker(ticker)
                .buildAsync();
    }

    /**
     * The answer to the first request of this key; does the work if this is the first, else waits for that one.
     *
     * @param request tells one request from another that wrongly has the same key
     * @throws UnprocessableEntityException if the key was another request's
     * @throws ServiceUnavailableException if the first request is still at work after half a minute
     */
    IcebergAnswer once(String key, String request, Supplier<IcebergAnswer> work) {
        while (true) {
            CompletableFuture<Stored> own = new CompletableFuture<>();
            CompletableFuture<Stored> first = answers.asMap().putIfAbsent(key, own);
            if (first == null) {
                return doFirst(own, request, work);
            }
            try {
                Stored stored = first.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
                if (!stored.request().equals(request)) {
                    throw new UnprocessableEntityException("Idempotency key %s was used for another request", key);
                }
                return stored.answer();
            } catch (CancellationException | ExecutionException e) {
                // The first has ended without an answer that holds, and the cache has forgotten it: be the next first.
                answers.asMap().remove(key, first);
            } catch (TimeoutException e) {
                throw new ServiceUnavailableException(
                        "The first request with idempotency key %s is still at work", key);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServiceUnavailableException("The server is stopping");
            }
        }
    }

    private static IcebergAnswer doFirst(CompletableFuture<Stored> own, String request, Supplier<IcebergAnswer> work) {
        try {
            IcebergAnswer answer = work.get();
            if (answer.isFinal()) {
                own.complete(new Stored(request, answer));
            }
            return answer;
        } finally {
            // Nothing if it is complete; otherwise those who wait try for themselves. The cache would log an exception.
            own.cancel(false);
        }
    }
}
