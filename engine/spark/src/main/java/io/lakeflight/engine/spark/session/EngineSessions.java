package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The Spark application and the sessions open in it.
 *
 * <p>The server closes what it opened; sessions whose close was lost are closed here once they have been idle for long.
 */
public final class EngineSessions implements AutoCloseable {
    private final SparkSession root;
    private final Map<String, String> engineSettings;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

    public EngineSessions(SparkConf conf) {
        HostFunctions.restrict(FunctionRegistry.builtin());
        SparkContext context = new SparkContext(conf);
        this.root = new SparkSession(context);
        this.engineSettings = Map.copyOf(root.sessionState().conf().settings());
        SparkSession.setDefaultSession(root);
        SparkSession.clearActiveSession();
    }

    public SparkContext sparkContext() {
        return root.sparkContext();
    }

    /** Opens a session, or finds the one that is open under this id. */
    public EngineSession open(OpenSession request) throws Exception {
        EngineSession open = sessions.get(request.getSessionId());
        if (open != null) {
            return open;
        }
        EngineSession session = new EngineSession(request, root.newSession(), engineSettings);
        session.call(() -> {
            session.define(request.getCatalogsMap());
            session.apply(request);
            return session;
        });
        EngineSession first = sessions.putIfAbsent(request.getSessionId(), session);
        return first == null ? session : first;
    }

    /** Runs a first small job, so that the first client does not wait for Spark's classes and generated code. */
    public void warmUp() {
        root.newSession()
                .sql("SELECT count(*), max(id), sum(cast(id AS decimal(15, 2))) FROM range(1000) GROUP BY id % 3"
                        + " ORDER BY 1")
                .collect();
        SparkSession.clearActiveSession();
    }

    public void close(String id) {
        sessions.remove(id);
    }

    /** Closes the sessions that nobody called for as long as they were opened for. */
    public void closeIdle() {
        sessions.values().removeIf(EngineSession::isExpired);
    }

    /** @throws EngineException if the session is not open here, so that the server opens it again */
    public EngineSession find(String id) {
        EngineSession session = sessions.get(id);
        if (session == null) {
            throw new EngineException(
                    ErrorCategory.RESOURCES,
                    "SESSION_NOT_FOUND",
                    "08003",
                    "Session " + id + " is not open in this engine (expected: open-session first)");
        }
        return session;
    }

    public int count() {
        return sessions.size();
    }

    @Override
    public void close() {
        sessions.clear();
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        root.sparkContext().stop();
    }
}
