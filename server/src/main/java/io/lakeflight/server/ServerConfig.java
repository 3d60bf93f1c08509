package io.lakeflight.server;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.server.catalogs.CatalogsConfig;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.flight.FlightConfig;
import io.lakeflight.server.http.HttpConfig;
import io.lakeflight.server.maintenance.MaintenanceConfig;
import io.lakeflight.server.query.HistoryConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.SessionConfig;
import java.nio.file.Path;

/**
 * Everything one server is configured with; each part is told by the package that uses it.
 *
 * @param home directory of state, logs and the default warehouse
 * @param engineClasses what the engine process runs, which is not what the server runs
 */
public record ServerConfig(
        Path home,
        EngineClasses engineClasses,
        FlightConfig flight,
        HttpConfig http,
        CatalogsConfig catalogs,
        CacheConfig caches,
        DataPlanesConfig dataPlanes,
        RoutingConfig routing,
        LimitsConfig limits,
        SessionConfig sessions,
        HistoryConfig history,
        MaintenanceConfig maintenance,
        StatisticsConfig statistics) {
    /** For the log: without the class path, which fills a page. */
    @Override
    public String toString() {
        return "home=%s, flight=%s, http=%s, catalogs=%s, caches=%s, dataPlanes=%s, routing=%s, limits=%s, sessions=%s, history=%s, maintenance=%s, statistics=%s"
                .formatted(
                        home,
                        flight,
                        http,
                        catalogs,
                        caches,
                        dataPlanes,
                        routing,
                        limits,
                        sessions,
                        history,
                        maintenance,
                        statistics);
    }
}
