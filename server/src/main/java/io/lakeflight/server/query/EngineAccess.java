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

    /** @param catalogVersions the catalogs there are, for engines to know the same ones */
    public EngineAccess(DataPlane plane, Supplier<Map<String, String>> catalogVersions) {
        this.plane = plane;
        this.catalogVersions = catalogVersions;
    }

    /** Calls an engine in the query's session; asks a second time if the engine had forgotten the session. */
    <T> T inSession(Query query, Function<DataPlane.Engine, T> call) {
        DataPlane.Engine engine = await(query);
        query.runsOn(engine.client().engineId());
        open(query.session(), engine.client());
        try {
            return call.apply(engine);
        } catch (QueryException e) {
            if (!EngineErrors.isUnknownSession(e)) {
                throw e;
            }
            query.session().openedOn("");
            open(query.session(), engine.client());
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

    private void open(Session session, EngineClient client) {
        if (session.isOpenOn(client.engineId())) {
            return;
        }
        synchronized (session) {
            if (session.isOpenOn(client.engineId())) {
                return;
            }
            Session.State state = session.state();
            session.update(toState(client.openSession(OpenSession.newBuilder()
                    .setSessionId(session.id())
                    .setUser(session.user())
                    .setCatalog(state.catalog())
                    .setSchema(state.schema())
                    .putAllSettings(state.settings())
                    .putAllCatalogs(catalogVersions.get())
                    .build())));
            session.openedOn(client.engineId());
        }
    }

    /** The query as an engine takes it. */
    Statement statement(Query query) {
        return query.toStatement().toBuilder()
                .putAllCatalogs(catalogVersions.get())
                .build();
    }

    static Session.State toState(SessionState state) {
        return new Session.State(state.getCatalog(), state.getSchema(), state.getSettingsMap());
    }

    /** Ends the query on the engine it runs on, if that engine still lives. */
    void cancel(Query query) {
        EngineClient client = plane.clientOf(query.engineId());
        if (client != null) {
            client.cancel(query.id());
        }
    }

    /** Closes the session on its engine, if that engine still lives; the engine forgets idle ones by itself. */
    public void close(Session session) {
        EngineClient client = plane.clientOf(session.engineId());
        if (client == null) {
            return;
        }
        try {
            client.closeSession(session.id());
        } catch (QueryException e) {
            log.debug("Session {} was not closed on engine {}", session.id(), client.engineId(), e);
        }
    }
}
