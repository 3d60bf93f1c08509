package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import io.lakeflight.server.query.TableClaims.Aspect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Remembers the statements it is to run, and runs none. */
final class TestingWorkplace implements Workplace {
    final List<String> statements = new CopyOnWriteArrayList<>();
    Optional<Instant> usedSince = Optional.empty();
    boolean claimed;
    Function<Cancellation, Answer> engine = cancellation -> new Answer("query", 1, Map.of());

    @Override
    public Optional<Claim> claim(TableName table, Set<Aspect> aspects, Runnable giveWay) {
        return claimed ? Optional.empty() : Optional.of(() -> {});
    }

    @Override
    public Optional<Instant> usedSince(TableName table) {
        return usedSince;
    }

    @Override
    public Answer call(String sql, Cancellation cancellation) {
        statements.add(sql);
        return engine.apply(cancellation);
    }
}
