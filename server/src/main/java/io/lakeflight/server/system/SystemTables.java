package io.lakeflight.server.system;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.DataCacheHealth;
import io.lakeflight.planner.information.SystemTable;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.Engine;
import io.lakeflight.server.control.LaneDifferences;
import io.lakeflight.server.front.ServerView;
import io.lakeflight.server.query.QueryHistory;
import io.lakeflight.server.query.QueryRecord;
import io.lakeflight.server.query.QueryRecord.Failure;
import io.lakeflight.server.query.QueryRecord.Fallback;
import io.lakeflight.server.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of {@code system}, made when they are asked for. */
public final class SystemTables implements ServerView {
    private final QueryHistory queries;
    private final Supplier<List<Session>> sessions;
    private final DataPlanes planes;
    private final LaneDifferences differences;
    private final Catalogs catalogs;
    private final Clock clock;

    /** @param sessions those that have not ended */
    public SystemTables(
            QueryHistory queries,
            Supplier<List<Session>> sessions,
            DataPlanes planes,
            LaneDifferences differences,
            Catalogs catalogs,
            Clock clock) {
        this.queries = queries;
        this.sessions = sessions;
        this.planes = planes;
        this.differences = differences;
        this.catalogs = catalogs;
        this.clock = clock;
    }

    @Override
    public Iterable<@Nullable Object[]> rows(SystemTable table, String user) {
        return switch (table) {
            case QUERIES ->
                queries.records().stream().map(query -> row(query, user)).toList();
            case SESSIONS -> sessions.get().stream().map(this::row).toList();
            case DATA_PLANES -> planes.all().stream().map(SystemTables::row).toList();
            case ENGINES ->
                planes.all().stream()
                        .flatMap(plane -> plane.engines().stream().map(engine -> row(plane, engine)))
                        .toList();
            case DATA_CACHE ->
                planes.all().stream()
                        .flatMap(plane -> plane.engines().stream().map(engine -> cacheRow(plane, engine)))
                        .toList();
            case CATALOGS ->
                catalogs.catalogs().stream()
                        .flatMap(name -> catalogs.find(name).stream())
                        .map(catalog -> new @Nullable Object[] {
                            catalog.name(), catalog.definition().type().key()
                        })
                        .toList();
            case FAST_LANE_DIFFERENCES ->
                differences.list().stream().map(SystemTables::row).toList();
        };
    }

    /** Messages quote statements, values and names, which are for those who sent them. */
    private static @Nullable Object[] row(QueryRecord query, String user) {
        Optional<Failure> failure = query.failure();
        boolean isOwn = query.owner().user().equals(user);
        return new @Nullable Object[] {
            query.id(),
            query.owner().sessionId(),
            query.owner().user(),
            textOrNull(query.owner().client()),
            query.state().name(),
            query.statementClass().orElse(null),
            query.place().lane().map(Enum::name).orElse(null),
            query.place().dataPlane().orElse(null),
            query.place().engineId().orElse(null),
            query.times().submitted(),
            query.times().started().orElse(null),
            query.times().ended().orElse(null),
            numberOrNull(query.extent().rows()),
            numberOrNull(query.extent().bytes()),
            failure.map(told -> (long) told.code().number()).orElse(null),
            failure.map(told -> told.code().name()).orElse(null),
            failure.map(Failure::sqlState).orElse(null),
            failure.filter(told -> isOwn).map(Failure::message).orElse(null),
            query.place().fallback().map(Fallback::reason).orElse(null),
            query.place().fallback().map(Fallback::kind).orElse(null)
        };
    }

    private @Nullable Object[] row(Session session) {
        Instant now = clock.instant();
        return new @Nullable Object[] {
            session.id(),
            session.user(),
            textOrNull(session.client()),
            session.isAwake() ? "AWAKE" : "RESTING",
            session.state().catalog(),
            session.state().schema(),
            session.dataPlane().orElse(null),
            session.engines().home().orElse(null),
            now.minus(session.age()),
            now.minus(session.idleFor()),
            (long) session.statements()
        };
    }

    private static @Nullable Object[] row(DataPlane plane) {
        long maxBytes = plane.config().maxBytes();
        return new @Nullable Object[] {
            plane.name(),
            plane.state().name(),
            plane.config().start().word(),
            plane.config().memory(),
            maxBytes == Long.MAX_VALUE ? null : maxBytes,
            (long) plane.engines().size(),
            (long) plane.statements(),
            textOrNull(plane.lastFailure()),
            (long) plane.config().engines(),
            String.join(",", plane.config().tags())
        };
    }

    private static @Nullable Object[] row(DataPlane plane, Engine engine) {
        return new @Nullable Object[] {
            engine.id(),
            plane.name(),
            engine.isSilent() ? "SILENT" : "READY",
            engine.processId(),
            engine.started(),
            engine.lastHeartbeat(),
            (long) engine.statements(),
            (long) engine.sessions(),
            engine.knownHits(),
            engine.knownMisses(),
            engine.shadow().equal(),
            engine.shadow().different(),
            engine.shadow().dropped(),
            engine.shadow().waiting(),
            (long) engine.fastLaneLeft(),
            engine.hotColumnsBytes()
        };
    }

    private static @Nullable Object[] row(LaneDifferences.Difference difference) {
        return new @Nullable Object[] {
            difference.queryId(),
            difference.place().dataPlane(),
            difference.place().engineId(),
            difference.place().found(),
            difference.shape(),
            difference.fastRows(),
            difference.fastFingerprint(),
            difference.sparkRows(),
            difference.sparkFingerprint(),
            difference.sparkError()
        };
    }

    private static @Nullable Object[] cacheRow(DataPlane plane, Engine engine) {
        DataCacheHealth cache = engine.dataCache();
        return new @Nullable Object[] {
            engine.id(),
            plane.name(),
            cache.getFiles(),
            cache.getBytes(),
            cache.getMaxBytes(),
            cache.getHits(),
            cache.getMisses(),
            cache.getFetchedBytes(),
            cache.getEvictions(),
            cache.getFaults()
        };
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Long numberOrNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
