package io.lakeflight.server.routing;

import java.nio.file.Path;

/**
 * How statements find their data plane.
 *
 * @param rules the file of rules; it may be missing
 */
public record RoutingConfig(Path rules) {
    /** The file's name where nothing else is said, beside the configuration. */
    public static final String RULES = "routing.yaml";
}
