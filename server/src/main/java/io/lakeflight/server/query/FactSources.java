package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.routing.ScanEstimate;
import java.util.Set;

/**
 * Where it is found out what a text tells.
 *
 * @param planeSettings names of the Spark properties that some data plane has of its own, by which its engines may read texts
 *     and tables otherwise
 */
record FactSources(Catalogs catalogs, StatementSummaries summaries, ScanEstimate estimate, Set<String> planeSettings) {
    FactSources {
        planeSettings = Set.copyOf(planeSettings);
    }
}
