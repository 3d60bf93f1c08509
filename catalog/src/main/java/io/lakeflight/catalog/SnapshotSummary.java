package io.lakeflight.catalog;

import java.util.Map;

/**
 * What one commit says about itself.
 *
 * @param entries Iceberg's summary: {@code added-records}, {@code deleted-records} and others, plus the query's id
 */
public record SnapshotSummary(long snapshotId, Map<String, String> entries) {
    /** Key of the query id that engines put into every snapshot they commit. */
    public static final String QUERY_ID = "lakeflight.query-id";

    public SnapshotSummary {
        entries = Map.copyOf(entries);
    }
}
