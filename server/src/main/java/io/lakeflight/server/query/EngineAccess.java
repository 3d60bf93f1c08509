package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.Engine;
import io.lakeflight.server.control.EngineUse;
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
import java.util.Map;
import java.util.Optional;
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
        DataPlane plane = plane(query);
        requireNotElsewhere(query);
        try (EngineUse use = await(query, plane)) {
            Engine engine = use.engine();
            query.runsOn(engine.id());
            open(query, engine);
            try {
                return call.apply(engine);
            } catch (QueryException e) {
                if (!EngineErrors.isUnknownSession(e)) {
                    throw e;
                }
                query.session().engines().closed(query.plane());
                open(query, engine);
                return call.apply(engine);
            }
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

    /** As {@link #inSession}, for a statement that changes the session, which no other plane may do meanwhile. */
    <T> T changingSession(Query query, Function<Engine, T> call) {
        Session session = query.session();
        session.engines().beginChange(query.plane()).ifPresent(other -> {
            throw Router.elsewhere(other, query.plane());
        });
        try {
            return inSession(query, call);
        } finally {
            session.engines().endChange();
        }
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

    private static EngineUse await(Query query, DataPlane plane) {
        QueryState interrupted = query.state();
        if (!plane.isReady()) {
            query.moveTo(QueryState.STARTING);
        }
        EngineUse use = plane.use(query.canceled());
        query.moveTo(interrupted);
        return use;
    }

    private void open(Query query, Engine engine) {
        Session session = query.session();
        EngineClient client = engine.client();
        for (int attempt = 0; !isOpenAsItIs(session, query.plane(), client); attempt++) {
            requireNotClosed(session);
            requireNothingLost(session, query.plane(), engine);
            boolean mayDiffer = !session.engines().wasOpened() || attempt >= OPENED_AS_ASKED;
            // Several statements may do this at once, none waiting for another: opening again changes nothing.
            Session.State sent = session.state();
            SessionState told = client.openSession(toRequest(session, sent), query.abandoned());
            opened(session, query.plane(), sent, new Opening(client.engineId(), toState(told)), mayDiffer);
            // Whoever closed it in the meantime may not have seen that it was about to be opened.
            requireNotClosed(session);
        }
    }

    /** A session that has changed elsewhere since it was opened there is closed there, to be opened anew. */
    private static boolean isOpenAsItIs(Session session, String plane, EngineClient client) {
        synchronized (session) {
            SessionEngines engines = session.engines();
            Optional<Opening> opening = openingOn(engines, plane, client.engineId());
            boolean isCurrent = opening.isPresent()
                    && (engines.home().filter(plane::equals).isPresent()
                            || opening.get().state().equals(session.state()));
            if (opening.isPresent() && !isCurrent) {
                client.closeSession(session.id());
                engines.closed(plane);
            }
            return isCurrent;
        }
    }

    private static Optional<Opening> openingOn(SessionEngines engines, String plane, String engineId) {
        return engines.on(plane).filter(opening -> opening.engineId().equals(engineId));
    }

    /**
     * @param mayDiffer whether the session becomes what the engine has made of it, as when its catalog is gone; an
     *     engine that tells of something else had opened it before, for another statement, and is asked again
     */
    private static void opened(Session session, String plane, Session.State sent, Opening opening, boolean mayDiffer) {
        synchronized (session) {
            // A late answer must not undo what a statement has set since the first one.
            if (openingOn(session.engines(), plane, opening.engineId()).isEmpty()) {
                if (mayDiffer && session.state().equals(sent)) {
                    session.update(opening.state());
                }
                session.engines().opened(plane, opening);
            }
        }
    }

    /** What a statement made of its session, as its engine told. */
    void remember(Query query, SessionState told) {
        Session session = query.session();
        synchronized (session) {
            session.engines().hold(query.plane(), told.getTemporary());
            // Here, so that the last of several statements has the last word there, too.
            planes.engine(query.engineId()).ifPresent(engine -> engine.hold(session.id(), told.getTemporary()));
            // Others may end when the session has become something else on another plane.
            if (query.analysis().getKind() == StatementKind.SESSION) {
                session.changeUnseen();
                session.update(toState(told));
                session.engines().opened(query.plane(), new Opening(query.engineId(), toState(told)));
            }
        }
        if (session.isClosed()) {
            close(session);
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
    private static void requireNothingLost(Session session, String plane, Engine engine) {
        if (session.engines().takeLoss(plane)) {
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
            Map<String, Opening> openings = session.engines().all();
            openings.keySet().forEach(session.engines()::closed);
            if (session.isAwake()) {
                // A statement came in the meantime, and may have found the session open.
                openings.forEach(session.engines()::opened);
            } else {
                openings.values().forEach(opening -> close(session, opening.engineId()));
            }
        }
    }

    /** Closes the session on its engines, if they still live; one whose close is lost closes it in its time. */
    void close(Session session) {
        session.engines().all().values().forEach(opening -> close(session, opening.engineId()));
        planes.engines().forEach(engine -> engine.hold(session.id(), false));
    }

    private void close(Session session, String engineId) {
        planes.engine(engineId).ifPresent(engine -> {
            try {
                engine.client().closeSession(session.id());
            } catch (QueryException e) {
                log.debug("Session {} was not closed on engine {}", session.id(), engineId, e);
            }
        });
    }
}
