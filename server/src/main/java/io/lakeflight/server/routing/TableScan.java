package io.lakeflight.server.routing;

import java.util.OptionalLong;

/**
 * What a scan of a whole table would read as it is now.
 *
 * @param snapshot the current one; empty of a table without any
 */
public record TableScan(OptionalLong snapshot, long bytes) {}
