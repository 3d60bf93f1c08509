package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Disks without space, under the tables, the engine's spill directory and the server's catalog. */
@Timeout(120)
@OnSharedCluster
@Isolated("it limits the size of all files of this process")
final class ITDiskFull {
    private static final String TABLE = "lake.it.disk_full";
    private static final String LARGE_INSERT =
            "INSERT INTO " + TABLE + " SELECT id + 2, rand() FROM range(0, 500000, 1, 1)";

    private final TestingCluster cluster;
    private final EngineProcess engine;
    private TestingClient client;

    ITDiskFull(TestingCluster cluster) {
        this.cluster = cluster;
        this.engine = EngineProcess.of(cluster);
    }

    @BeforeEach
    void createTable() {
        client = cluster.client();
        client.update("CREATE TABLE " + TABLE + " AS SELECT 1L AS n, 0.5D AS x");
    }

    @AfterEach
    void dropTable() {
        client.update("DROP TABLE " + TABLE);
        client.close();
    }

    @Test
    void rowsThatFindNoSpaceAreNotCommitted() {
        try (FileSizeLimit full = FileSizeLimit.of(engine.pid(), 1 << 20)) {
            assertFindsNoSpace(() -> client.update(LARGE_INSERT), "\"lake\"");
            assertUnchanged();
        }

        assertThat(client.update(LARGE_INSERT)).isEqualTo(500_000);
        assertThat(client.query("SELECT count(*) FROM " + TABLE).value()).isEqualTo(500_001L);
        assertThat(engine.pid()).isEqualTo(EngineProcess.of(cluster).pid());
    }

    @Test
    void queryThatCannotSpillFailsAlone() {
        String query = "SELECT max(r) < 1 AS below FROM"
                + " (SELECT /*+ REPARTITION(3) */ rand() AS r FROM range(0, 500000, 1, 1))";
        try (FileSizeLimit full = FileSizeLimit.of(engine.pid(), 100_000)) {
            assertFindsNoSpace(() -> client.query(query), "temporary files");
            assertThat(client.query("SELECT n FROM " + TABLE).value()).isEqualTo(1L);
        }

        assertThat(client.query(query).value()).isEqualTo(true);
    }

    @Test
    void commitThatCannotBeKeptDidNotHappen() {
        long server = ProcessHandle.current().pid();
        try (FileSizeLimit full = FileSizeLimit.of(server, 512)) {
            assertFindsNoSpace(() -> client.update("INSERT INTO " + TABLE + " VALUES (2, 0.5D)"), "\"lake\"");
            assertFindsNoSpace(() -> client.update("CREATE TABLE lake.it.disk_full_too (n int)"), "\"lake\"");
            assertUnchanged();
        }

        assertThat(client.update("INSERT INTO " + TABLE + " VALUES (2, 0.5D)")).isEqualTo(1);
        assertThat(client.query("SELECT n FROM " + TABLE + " ORDER BY n").column())
                .isEqualTo(List.of(1L, 2L));
        assertThat(client.query("SHOW TABLES IN lake.it LIKE 'disk_full_too'").rows())
                .isEmpty();
    }

    private void assertFindsNoSpace(ThrowingCallable statement, String name) {
        assertThatThrownBy(statement).satisfies(failure -> {
            assertThat(Failure.trailer(failure, "x-sqlstate")).isEqualTo("53100");
            assertThat(failure.getMessage()).contains("no space", name).doesNotContain("Exception", "/tmp/", "\tat ");
        });
    }

    private void assertUnchanged() {
        assertThat(client.query("SELECT n FROM " + TABLE).column()).isEqualTo(List.of(1L));
        assertThat(client.query("SELECT count(*) FROM " + TABLE + ".snapshots").value())
                .isEqualTo(1L);
    }
}
