package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.DataCacheHealth;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine that is ready: where to send calls, and the process behind it. */
public final class Engine {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    /** Longer than a commit waits for the catalog's database. */
    private static final Duration LAST_COMMITS = Duration.ofSeconds(30);

    private final EngineClient client;
    private final EngineProcess process;
    private final EngineFence fence;
    private final Instant started;
    private final EngineShadow shadow;
    /** Ids of sessions that have something only this engine holds. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private final AtomicInteger statements = new AtomicInteger();
    private volatile Heartbeat heartbeat;
    private volatile long lastChosen;

    /**
     * What it said of itself when it last answered.
     *
     * @param missed whether it was asked again since, and did not answer
     */
    private record Heartbeat(Instant time, Health health, boolean missed) {}

    Engine(EngineClient client, EngineProcess process, EngineFence fence, Instant started, EngineShadow shadow) {
        this.client = client;
        this.process = process;
        this.fence = fence;
        this.started = started;
        this.shadow = shadow;
        this.heartbeat = new Heartbeat(Instant.now(), Health.getDefaultInstance(), false);
    }

    /** Names this process, and never another one. */
    public String id() {
        return client.engineId();
    }

    public EngineClient client() {
        return client;
    }

    EngineProcess process() {
        return process;
    }

    public long processId() {
        return process.handle().pid();
    }

    /** When its process was started. */
    public Instant started() {
        return started;
    }

    /** Whether its process has not ended; one that has may not have been noticed yet. */
    public boolean isAlive() {
        return process.handle().isAlive();
    }

    /** Asks how it is. False if it does not answer: a busy one may miss a beat or two. */
    boolean beat() {
        try {
            Health health = client.health();
            heartbeat = new Heartbeat(Instant.now(), health, false);
            shadow.beat(health);
            return true;
        } catch (QueryException e) {
            log.debug("Engine {} missed a heartbeat", id(), e);
            heartbeat = new Heartbeat(heartbeat.time, heartbeat.health, true);
            return false;
        }
    }

    /** When it last said that it lives. */
    public Instant lastHeartbeat() {
        return heartbeat.time;
    }

    /** Whether it has missed its last heartbeat. */
    public boolean isSilent() {
        return heartbeat.missed;
    }

    /** Sessions open there, as of the last heartbeat. */
    public int sessions() {
        return heartbeat.health.getOpenSessions();
    }

    /** How often its fast lane has known a query, as of the last heartbeat. */
    public long knownHits() {
        return heartbeat.health.getKnownHits();
    }

    /** How often it has not. */
    public long knownMisses() {
        return heartbeat.health.getKnownMisses();
    }

    /** Queries of its fast lane that are over, and DuckDB has not let go of, as of the last heartbeat. */
    public int fastLaneLeft() {
        return heartbeat.health.getFastLaneLeft();
    }

    /** Memory of the columns that its fast lane keeps decoded, as of the last heartbeat. */
    public long hotColumnsBytes() {
        return heartbeat.health.getHotColumnsBytes();
    }

    /** What came of having Spark execute some of its fast lane's queries as well, as of the last heartbeat. */
    public EngineShadow.Counts shadow() {
        return shadow.counts();
    }

    /** What it keeps of tables' files, as of the last heartbeat. */
    public DataCacheHealth dataCache() {
        return heartbeat.health.getDataCache();
    }

    /** Statements that hold the engine now, in whatever step. */
    public int statements() {
        return statements.get();
    }

    /** When it was last chosen for a statement, by a count of these. */
    long lastChosen() {
        return lastChosen;
    }

    void beginStatement(long choice) {
        lastChosen = choice;
        statements.incrementAndGet();
    }

    void endStatement() {
        statements.decrementAndGet();
    }

    /** Says whether a session has something that only this engine holds, for which it is not stopped. */
    public void hold(String sessionId, boolean holds) {
        if (holds) {
            held.add(sessionId);
        } else {
            held.remove(sessionId);
        }
    }

    boolean holdsAnything() {
        return !held.isEmpty();
    }

    /** Whether it says that it lives, now. */
    public boolean isAnswering() {
        try {
            client.health();
            return true;
        } catch (QueryException e) {
            return false;
        }
    }

    /**
     * Makes sure that the engine can change nothing more, which is needed before the outcome of a lost call is settled.
     * False if a change it asked for is still being made.
     */
    public boolean shutOut() {
        process.kill();
        return fence.revoke(id(), LAST_COMMITS);
    }

    /** Ends the process, and everything that was there for it. */
    void end(Duration patience) throws InterruptedException {
        end(process, fence, id(), patience);
        try {
            client.close();
        } catch (IllegalStateException e) {
            log.warn("Engine {} left buffers behind: {}", id(), e.getMessage());
        }
    }

    /** As {@link #end(Duration)}, of a process that has no client yet. */
    static void end(EngineProcess process, EngineFence fence, String engineId, Duration patience) {
        if (!process.stop(patience)) {
            log.warn("Engine {} does not end: the operating system holds its process", engineId);
        }
        fence.revoke(engineId, Duration.ZERO);
    }
}
