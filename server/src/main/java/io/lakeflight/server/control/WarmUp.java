package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.engines.EngineStream;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queries that an engine runs before it takes those of clients, so that the first of these find its classes loaded, its
 * code generated, and metadata read. Whatever comes of them, the engine is used afterwards.
 */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final String NAME = "warm-up";

    private final Engine engine;
    private final List<String> queries;
    private final Map<String, String> catalogVersions;
    private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
    private volatile String current = "";
    private volatile boolean lost;

    WarmUp(Engine engine, List<String> queries, Map<String, String> catalogVersions) {
        this.engine = engine;
        this.queries = queries;
        this.catalogVersions = catalogVersions;
    }

    /** Begins; completes, and never fails, when all has been done or given up. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (queries.isEmpty()) {
            done.complete(null);
            return done;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        run();
                    } catch (RuntimeException | Error e) {
                        log.warn("Engine {} could not be warmed up: {}", engine.id(), e.getMessage(), e);
                    } finally {
                        done.complete(null);
                    }
                },
                engine.id() + "-" + NAME);
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private void run() {
        engine.client().openSession(session(), givenUp);
        for (int number = 1; number <= queries.size() && !givenUp.isDone() && !lost; number++) {
            current = "%s_%s_%d".formatted(NAME, engine.id(), number);
            try {
                run(statement(queries.get(number - 1)));
            } catch (QueryException e) {
                log.warn("Engine {}: query {} of its warm-up failed: {}", engine.id(), number, e.getMessage());
                lost = e.code() == ErrorCode.ENGINE_LOST;
            }
        }
        if (!lost) {
            engine.client().closeSession(NAME);
        }
    }

    /** Whether the connection to the engine was lost, which may be about to end. */
    boolean hasLostEngine() {
        return lost;
    }

    /** Nothing but queries: effects would take place again for each engine that starts. */
    private void run(Statement statement) {
        Analysis analysis = engine.client().analyze(statement);
        if (analysis.getKind() != StatementKind.QUERY) {
            log.warn("Engine {}: {} is no query, and is left out", engine.id(), statement.getQueryId());
            return;
        }
        try (EngineStream rows = engine.client().stream(statement)) {
            rows.root();
            while (!givenUp.isDone() && rows.next()) {
                // Nobody wants them.
            }
        }
    }

    private OpenSession session() {
        return OpenSession.newBuilder()
                .setSessionId(NAME)
                .setUser(NAME)
                .setCatalog(Session.DEFAULT_CATALOG)
                .setSchema(Session.DEFAULT_SCHEMA)
                .putAllCatalogs(catalogVersions)
                .build();
    }

    private Statement statement(String sql) {
        return Statement.newBuilder()
                .setSessionId(NAME)
                .setQueryId(current)
                .setSql(sql)
                .putAllCatalogs(catalogVersions)
                .build();
    }

    /** Ends it soon. */
    void giveUp() {
        givenUp.complete(null);
        try {
            engine.client().cancel(current);
        } catch (QueryException e) {
            log.debug("Engine {}: its warm-up could not be canceled", engine.id(), e);
        }
    }
}
