package io.lakeflight.server.routing;

import java.time.Instant;
import java.util.Optional;

/**
 * A statement for which a data plane is to be chosen.
 *
 * @param client the application, as it calls itself
 * @param chosen the data plane the session has chosen
 * @param home the data plane that has what the session's state does not tell, such as temporary views
 */
public record RoutingRequest(
        String user,
        String client,
        Optional<String> chosen,
        Optional<String> home,
        StatementFacts facts,
        Instant now) {}
