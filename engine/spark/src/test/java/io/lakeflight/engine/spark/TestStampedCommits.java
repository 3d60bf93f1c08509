package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.junit.jupiter.api.Test;

class TestStampedCommits {
    @Test
    void snapshotKeepsAllElse() {
        Snapshot snapshot = SnapshotParser.fromJson("""
                {"sequence-number": 3, "snapshot-id": 42, "parent-snapshot-id": 41, "timestamp-ms": 1700000000000,
                 "summary": {"operation": "replace", "added-data-files": "1"},
                 "manifest-list": "file:/w/m.avro", "schema-id": 2, "first-row-id": 10, "added-rows": 7, "key-id": "k"}
                """);

        Snapshot stamped = StampedCommits.stamped(snapshot, "q_1");

        assertThat(stamped.summary())
                .containsEntry("lakeflight.query-id", "q_1")
                .containsEntry("added-data-files", "1");
        assertThat(SnapshotParser.toJson(stamped, false).replace(",\"lakeflight.query-id\":\"q_1\"", ""))
                .isEqualTo(SnapshotParser.toJson(snapshot, false));
    }
}
