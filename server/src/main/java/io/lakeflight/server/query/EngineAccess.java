package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.engines.EngineErrors;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the engine for a query and makes sure that the query's session is open there. */
public final class EngineAccess {
    private static final Logger log = LoggerFactory.getLogger(EngineAccess.class);

    private final DataPlane plane;
    private final Supplier<Map<String, String>> catalogVersions;
    private final Duration idleTimeout;

    /**
     * @param catalogVersions the catalogs there are, for engines to know the same ones
     * @param idleTimeout of sessions; an engine closes one by itself some time after that
     */
    public EngineAccess(DataPlane plane, Supplier<Map<String, String>> catalogVersions, Duration idleTimeout) {
        this.plane = plane;
        this.catalogVersions = catalogVersions;
        this.idleTimeout = idleTimeout;
    }

    /** Calls an engine in the query's session; asks a second time if the engine had forgotten the session. */
    <T> T inSession(Query query, Function<DataPlane.Engine, T> call) {
        DataPlane.Engine engine = await(query);
        query.runsOn(engine.client().engineId());
        open(query, engine.client());
        try {
            return call.apply(engine);
        } catch (QueryException e) {
            if (!EngineErrors.isUnknownSession(e)) {
                throw e;
            }
            query.session().openedOn("");
            open(query, engine.client());
            return call.apply(engine);
        }
    }

    /** As {@link #inSession}, for calls without effect: one whose engine dies is asked again of the next engine. */
    <T> T inSessionTwice(Query query, Function<DataPlane.Engine, T> call) {
        try {
            return inSession(query, call);
        } catch (QueryException e) {
            if (e.code() != ErrorCode.ENGINE_LOST || !plane.isGone(query.engineId())) {
                throw e;
            }
            return inSession(query, call);
        }
    }

    private DataPlane.Engine await(Query query) {
        QueryState interrupted = query.state();
        if (!plane.isReady()) {
            query.moveTo(QueryState.STARTING);
        }
        DataPlane.Engine engine = plane.engine(query.canceled());
        query.moveTo(interrupted);
        return engine;
    }

    private void open(Query query, EngineClient client) {
        Session session = query.session();
        if (session.isOpenOn(client.engineId())) {
            return;
        }
        requireNotClosed(session);
        requireNothingLost(session);
        // Several statements may do this at once, none waiting for another: opening a session again changes nothing.
        SessionState opened = client.openSession(toRequest(session), query.abandoned());
        synchronized (session) {
            // A late answer must not undo what a statement has set since the first one.
            if (!session.isOpenOn(client.engineId())) {
                session.update(toState(opened));
                session.openedOn(client.engineId());
            }
        }
        // Whoever closed it in the meantime may not have seen that it was about to be opened.
        requireNotClosed(session);
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
    private static void requireNothingLost(Session session) {
        if (session.wasOpened() && session.takeLoss()) {
            throw new QueryException(
                    ErrorCode.ENGINE_LOST,
                    "The session's temporary views, functions and variables were lost with the engine that held them;"
                            + " create them again, then send the statement again");
        }
    }

    private OpenSession toRequest(Session session) {
        Session.State state = session.state();
        return OpenSession.newBuilder()
                .setSessionId(session.id())
                .setUser(session.user())
                .setCatalog(state.catalog())
                .setSchema(state.schema())
                .putAllSettings(state.settings())
                .putAllCatalogs(catalogVersions.get())
                .setReopened(session.wasOpened())
                .setIdleTimeoutSeconds(idleTimeout.multipliedBy(2).toSeconds() + 1)
                .build();
    }

    static Session.State toState(SessionState state) {
        return new Session.State(state.getCatalog(), state.getSchema(), state.getSettingsMap());
    }

    /** Ends the query on the engine it runs on, if that engine still lives. */
    void cancel(Query query) {
        plane.clientOf(query.engineId()).ifPresent(client -> client.cancel(query.id()));
    }

    /** Lets the engine forget a session that rests; the next statement opens it again. */
    void release(Session session) {
        synchronized (session) {
            String engineId = session.engineId();
            session.openedOn("");
            if (session.isAwake()) {
                // A statement came in the meantime, and may have found the session open.
                session.openedOn(engineId);
            } else {
                close(session, engineId);
            }
        }
    }

    /** Closes the session on its engine, if that engine still lives; one whose close is lost closes it in its time. */
    void close(Session session) {
        close(session, session.engineId());
    }

    private void close(Session session, String engineId) {
        plane.clientOf(engineId).ifPresent(client -> {
            try {
                client.closeSession(session.id());
            } catch (QueryException e) {
                log.debug("Session {} was not closed on engine {}", session.id(), engineId, e);
            }
        });
    }
}
