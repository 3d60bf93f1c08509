package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.Engine;
import io.lakeflight.server.control.EngineUse;
import io.lakeflight.server.control.EngineWish;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.engines.EngineErrors;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.routing.Router;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionEngines;
import io.lakeflight.server.session.SessionEngines.Opening;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the engine of a query's data plane and makes sure that the query's session is open there as it is now. */
public final class EngineAccess {
    private static final Logger log = LoggerFactory.getLogger(EngineAccess.class);

    /** So often an engine is asked to open a session just as it is. */
    private static final int OPENED_AS_ASKED = 2;

    private final DataPlanes planes;
    private final Supplier<Map<String, String>> catalogVersions;
    private final Duration idleTimeout;

    /**
     * @param catalogVersions the catalogs there are, for engines to know the same ones
     * @param idleTimeout of sessions; an engine closes one by itself some time after that
     */
    public EngineAccess(DataPlanes planes, Supplier<Map<String, String>> catalogVersions, Duration idleTimeout) {
        this.planes = planes;
        this.catalogVersions = catalogVersions;
        this.idleTimeout = idleTimeout;
    }

    /** Calls an engine in the query's session; asks a second time if the engine had forgotten the session. */
    <T> T inSession(Query query, Function<Engine, T> call) {
        requireNotElsewhere(query);
        try (EngineUse use = await(query)) {
            return inSession(query, use.engine(), call);
        }
    }

    private <T> T inSession(Query query, Engine engine, Function<Engine, T> call) {
        query.runsOn(engine.id());
        open(query, engine);
        try {
            return call.apply(engine);
        } catch (QueryException e) {
            if (!EngineErrors.isUnknownSession(e)) {
                throw e;
            }
            query.session().engines().closed(engine.id());
            open(query, engine);
            return call.apply(engine);
        }
    }

    /** As {@link #inSession}, for calls without effect: one whose engine dies is asked again of the next engine. */
    <T> T inSessionTwice(Query query, Function<Engine, T> call) {
        try {
            return inSession(query, call);
        } catch (QueryException e) {
            if (e.code() != ErrorCode.ENGINE_LOST || !plane(query).isGone(query.engineId())) {
                throw e;
            }
            return inSession(query, call);
        }
    }

    /** As {@link #inSession}, for a statement that changes the session, which no other engine may do meanwhile. */
    <T> T changingSession(Query query, Function<Engine, T> call) {
        Session session = query.session();
        session.engines().beginChange(query.plane()).ifPresent(other -> {
            throw Router.elsewhere(other, query.plane());
        });
        try (EngineUse use = awaitForChange(query)) {
            return inSession(query, use.engine(), call);
        } finally {
            session.engines().endChange();
        }
    }

    /** Statements that change a session at the same time do so on one engine, whichever each of them would have chosen. */
    private EngineUse awaitForChange(Query query) {
        EngineUse use = await(query);
        while (!query.session()
                .engines()
                .changesOn(use.engine().id(), this::isThere)
                .equals(use.engine().id())) {
            use.close();
            use = await(query);
        }
        return use;
    }

    private boolean isThere(String engineId) {
        return planes.engine(engineId).filter(Engine::isAlive).isPresent();
    }

    private DataPlane plane(Query query) {
        return planes.find(query.plane())
                .orElseThrow(() -> new IllegalStateException("Query " + query.id() + " has no data plane"));
    }

    private static void requireNotElsewhere(Query query) {
        Optional<String> home = query.session().engines().home();
        if (home.isPresent() && !home.get().equals(query.plane())) {
            throw Router.elsewhere(home.get(), query.plane());
        }
    }

    private EngineUse await(Query query) {
        DataPlane plane = plane(query);
        QueryState interrupted = query.state();
        if (!plane.isReady()) {
            query.moveTo(QueryState.STARTING);
        }
        EngineUse use = plane.use(wish(query), query.canceled());
        query.moveTo(interrupted);
        return use;
    }

    /** Where a query was analysed is known to it; its session may have moved on since. */
    private static EngineWish wish(Query query) {
        EngineWish ofSession = wish(query.session(), query.plane());
        return query.engineId().isEmpty() ? ofSession : ofSession.using(query.engineId());
    }

    /** Which engine of a plane is best for a session. */
    static EngineWish wish(Session session, String plane) {
        SessionEngines engines = session.engines();
        return new EngineWish(engines.homeEngine(plane), engines.lastUsed(plane));
    }

    private void open(Query query, Engine engine) {
        Session session = query.session();
        EngineClient client = engine.client();
        session.engines().retain(this::isThere);
        for (int attempt = 0; !isOpenAsItIs(session, client); attempt++) {
            requireNotClosed(session);
            requireNothingLost(session, engine);
            boolean mayDiffer = !session.engines().wasOpened() || attempt >= OPENED_AS_ASKED;
            // Several statements may do this at once, none waiting for another: opening again changes nothing.
            Session.State sent = session.state();
            SessionState told = client.openSession(toRequest(session, sent), query.abandoned());
            opened(session, sent, new Opening(query.plane(), engine.id(), toState(told)), mayDiffer);
            // Whoever closed it in the meantime may not have seen that it was about to be opened.
            requireNotClosed(session);
        }
    }

    /** A session that has changed elsewhere since it was opened there is closed there, to be opened anew. */
    private static boolean isOpenAsItIs(Session session, EngineClient client) {
        synchronized (session) {
            Optional<Opening> opening = session.engines().on(client.engineId());
            boolean isCurrent = opening.isPresent()
                    && (isHome(session, opening.get()) || opening.get().state().equals(session.state()));
            if (opening.isPresent() && !isCurrent) {
                client.closeSession(session.id());
                session.engines().closed(client.engineId());
            }
            return isCurrent;
        }
    }

    /** What it holds there would be lost, were it opened anew. */
    private static boolean isHome(Session session, Opening opening) {
        SessionEngines engines = session.engines();
        return engines.holdsAnything()
                && engines.homeEngine(opening.plane())
                        .filter(opening.engineId()::equals)
                        .isPresent();
    }

    /**
     * @param mayDiffer whether the session becomes what the engine has made of it, as when its catalog is gone; an
     *     engine that tells of something else had opened it before, for another statement, and is asked again
     */
    private static void opened(Session session, Session.State sent, Opening opening, boolean mayDiffer) {
        synchronized (session) {
            // A late answer must not undo what a statement has set since the first one.
            if (session.engines().on(opening.engineId()).isEmpty()) {
                if (mayDiffer && session.state().equals(sent)) {
                    session.update(opening.state());
                }
                session.engines().opened(opening);
            }
        }
    }

    /** What a statement made of its session, as its engine told. */
    void remember(Query query, SessionState told) {
        Session session = query.session();
        synchronized (session) {
            session.engines().hold(query.plane(), query.engineId(), told.getTemporary());
            // Here, so that the last of several statements has the last word there, too.
            planes.engine(query.engineId()).ifPresent(engine -> engine.hold(session.id(), told.getTemporary()));
            // Others may end when the session has become something else on another engine.
            if (query.analysis().getKind() == StatementKind.SESSION) {
                session.changeUnseen();
                session.update(toState(told));
                session.engines().opened(new Opening(query.plane(), query.engineId(), toState(told)));
            }
        }
        if (session.isClosed()) {
            close(session);
        }
    }

    /**
     * How an engine that is there would make the rows of a statement; empty if none is, or it does not tell. Nothing is
     * started, and no session of a client's is opened: the engine is asked in one that ends with the question.
     */
    Optional<Execution> lane(Session session, String plane, Statement statement) {
        Optional<Engine> engine = planes.find(plane)
                .flatMap(there -> there.choice(wish(session, plane)))
                .map(EngineWish.Choice::engine);
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        EngineClient client = engine.get().client();
        boolean isHeld = session.engines().holdsAnything();
        String asked = isHeld ? session.id() : "explain-" + statement.getQueryId();
        try {
            if (!isHeld) {
                OpenSession request = toRequest(session, session.state()).toBuilder()
                        .setSessionId(asked)
                        .build();
                client.openSession(request, new CompletableFuture<>());
            }
            Analysis analysis = client.analyze(statement.toBuilder()
                    .setSessionId(asked)
                    .putAllCatalogs(catalogVersions.get())
                    .setExplainLane(true)
                    .build());
            return analysis.hasLane() ? Optional.of(analysis.getLane()) : Optional.empty();
        } catch (QueryException e) {
            log.debug("Engine {} does not tell the lane of a statement", client.engineId(), e);
            return Optional.empty();
        } finally {
            if (!isHeld) {
                close(asked, client.engineId());
            }
        }
    }

    /** The query as an engine takes it. */
    Statement statement(Query query) {
        return query.toStatement().toBuilder()
                .putAllCatalogs(catalogVersions.get())
                .build();
    }

    /** Nothing may open a session that has ended: nobody would close it again. */
    private void requireNotClosed(Session session) {
        if (session.isClosed()) {
            close(session);
            throw SessionRegistry.unknown();
        }
    }

    /** Told once, and not as a table nobody knows: what was lost must be made again before it is used again. */
    private void requireNothingLost(Session session, Engine engine) {
        if (session.engines().takeLoss(engine.id(), this::isThere)) {
            engine.hold(session.id(), false);
            throw new QueryException(
                    ErrorCode.ENGINE_LOST,
                    "The session's temporary views, functions and variables were lost with the engine that held them;"
                            + " create them again, then send the statement again");
        }
    }

    private OpenSession toRequest(Session session, Session.State state) {
        return OpenSession.newBuilder()
                .setSessionId(session.id())
                .setUser(session.user())
                .setCatalog(state.catalog())
                .setSchema(state.schema())
                .putAllSettings(state.settings())
                .putAllCatalogs(catalogVersions.get())
                .setReopened(session.engines().wasOpened())
                .setIdleTimeoutSeconds(idleTimeout.multipliedBy(2).toSeconds() + 1)
                .build();
    }

    private static Session.State toState(SessionState state) {
        return new Session.State(state.getCatalog(), state.getSchema(), state.getSettingsMap());
    }

    /** Ends the query on the engine it runs on, if that engine still lives. */
    void cancel(Query query) {
        planes.engine(query.engineId()).ifPresent(engine -> engine.client().cancel(query.id()));
    }

    /** Lets the engines forget a session that rests; the next statement opens it again. */
    void release(Session session) {
        synchronized (session) {
            List<Opening> openings = session.engines().all();
            openings.forEach(opening -> session.engines().closed(opening.engineId()));
            if (session.isAwake()) {
                // A statement came in the meantime, and may have found the session open.
                openings.forEach(session.engines()::opened);
            } else {
                openings.forEach(opening -> close(session, opening.engineId()));
            }
        }
    }

    /** Closes the session on its engines, if they still live; one whose close is lost closes it in its time. */
    void close(Session session) {
        session.engines().all().forEach(opening -> close(session, opening.engineId()));
        planes.engines().forEach(engine -> engine.hold(session.id(), false));
    }

    private void close(Session session, String engineId) {
        close(session.id(), engineId);
    }

    private void close(String sessionId, String engineId) {
        planes.engine(engineId).ifPresent(engine -> {
            try {
                engine.client().closeSession(sessionId);
            } catch (QueryException e) {
                log.debug("Session {} was not closed on engine {}", sessionId, engineId, e);
            }
        });
    }
}
