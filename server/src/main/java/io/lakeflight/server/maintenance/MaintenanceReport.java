package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One action on one table: what was, or would be, done.
 *
 * @param cause {@code schedule} or {@code request}
 * @param queryId of the statement that did it; null if none was sent
 * @param ended null while at work
 * @param message for people; empty if there is nothing to say
 */
public record MaintenanceReport(
        TableName table,
        MaintenanceAction action,
        String cause,
        MaintenanceState state,
        Extent extent,
        @Nullable String queryId,
        Instant started,
        @Nullable Instant ended,
        String message) {
    static final String SCHEDULE = "schedule";
    static final String REQUEST = "request";
}
