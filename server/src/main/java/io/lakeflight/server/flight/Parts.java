package io.lakeflight.server.flight;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.query.QueryRegistry;
import io.lakeflight.server.query.StatementRouting;
import io.lakeflight.server.session.SessionRegistry;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the Flight SQL endpoint hands its calls to.
 *
 * @param readAhead how many tables {@link FlightSqlEndpoint#warmUp} reads
 */
public record Parts(
        Catalogs catalogs,
        SessionRegistry sessions,
        QueryRegistry registry,
        StatementRouting routing,
        QueryLifecycle lifecycle,
        LimitsConfig limits,
        int readAhead,
        BufferAllocator allocator) {}
