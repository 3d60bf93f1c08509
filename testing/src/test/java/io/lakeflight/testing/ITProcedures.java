package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CALL: run once by whatever route, with its rows, and only on what belongs to the table. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITProcedures {
    private static final String REWRITE =
            "CALL lake.system.rewrite_data_files(table => '%s', options => map('rewrite-all', 'true'))";

    private final TestingCluster cluster;
    private final TestingClient client;

    ITProcedures(TestingCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
        client.update("CREATE NAMESPACE lake.procedures");
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void procedureRunsOnceAndItsSnapshotNamesTheQuery(Route route) throws SQLException {
        String table = tableOfThreeSnapshots(route.name().toLowerCase(Locale.ROOT));

        route.run(cluster, REWRITE.formatted(table));

        assertThat(operations(table)).containsExactly("append", "append", "append", "replace");
        assertThat(client.query("SELECT summary['lakeflight.query-id'] FROM %s.snapshots".formatted(table))
                        .column())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void rowsReachTheClientAsOftenAsItFetchesThem() throws SQLException {
        String table = tableOfThreeSnapshots("fetched");

        FlightInfo info = client.sql().execute(REWRITE.formatted(table));
        Rows first = client.read(info);
        Rows second = client.read(info);

        assertThat(first.names())
                .startsWith("rewritten_data_files_count", "added_data_files_count", "rewritten_bytes_count");
        assertThat(first.rows().get(0)).startsWith(3, 1);
        assertThat(second).isEqualTo(first);
        assertThat(operations(table)).hasSize(4);
    }

    @Test
    void rowsReachJdbcAndItsParametersTheProcedure() throws SQLException {
        String table = tableOfThreeSnapshots("jdbc");

        try (Connection connection = cluster.connect();
                PreparedStatement call = connection.prepareStatement(
                        "CALL lake.system.rewrite_data_files(table => ?, options => map('min-input-files', ?))")) {
            assertThat(operations(table)).hasSize(3);
            call.setString(1, table);
            call.setString(2, "2");
            try (ResultSet rows = call.executeQuery()) {
                assertThat(JdbcRows.read(rows).rows().get(0)).startsWith(3, 1);
            }
        }

        assertThat(operations(table)).hasSize(4);
    }

    @Test
    void preparingAndDescribingRunNothing() {
        String table = tableOfThreeSnapshots("prepared");
        String call = REWRITE.formatted(table);

        client.sql().getExecuteSchema(call);
        client.query("EXPLAIN " + call);
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(call)) {
            assertThat(prepared.getResultSetSchema().getFields()).hasSize(5);
        }

        assertThat(operations(table)).hasSize(3);
    }

    @Test
    void everyCommitOfOneCallNamesTheQuery() {
        String table = tableOfThreeSnapshots("partial");

        client.query("""
            CALL lake.system.rewrite_data_files(table => '%s',
                options => map('rewrite-all', 'true', 'partial-progress.enabled', 'true'))
            """.formatted(table));
        client.query("CALL lake.system.rewrite_manifests('%s')".formatted(table));

        assertThat(client.query("SELECT summary['lakeflight.query-id'] FROM %s.snapshots".formatted(table))
                        .column())
                .hasSizeGreaterThan(3)
                .doesNotContainNull();
    }

    @Test
    void snapshotsAreMovedPublishedAndExpired() {
        String table = tableOfThreeSnapshots("snapshots");
        List<Object> ids = client.query("SELECT snapshot_id FROM %s.snapshots ORDER BY committed_at".formatted(table))
                .column();

        assertThat(call("rollback_to_snapshot('%s', %s)".formatted(table, ids.get(0))))
                .containsExactly(List.of(ids.get(2), ids.get(0)));
        assertThat(count(table)).isEqualTo(1L);
        assertThat(call("set_current_snapshot(table => '%s', snapshot_id => %s)".formatted(table, ids.get(2))))
                .containsExactly(List.of(ids.get(0), ids.get(2)));
        assertThat(call("ancestors_of('%s')".formatted(table)))
                .extracting(row -> row.get(0))
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));

        client.update("ALTER TABLE %s CREATE BRANCH audit".formatted(table));
        client.update("INSERT INTO %s.branch_audit VALUES (4, 40)".formatted(table));
        assertThat(count(table)).isEqualTo(3L);
        assertThat(call("fast_forward('%s', 'main', 'audit')".formatted(table)).get(0))
                .startsWith("main", ids.get(2));
        assertThat(count(table)).isEqualTo(4L);

        assertThat(call("expire_snapshots(table => '%s', older_than => TIMESTAMP '2100-01-01', retain_last => 1)"
                                .formatted(table))
                        .get(0))
                .hasSize(6);
        assertThat(operations(table)).hasSize(1);
        assertThat(count(table)).isEqualTo(4L);
    }

    @Test
    void stagedWriteIsPublished() {
        String table = tableOfThreeSnapshots("staged");
        client.update("ALTER TABLE %s SET TBLPROPERTIES ('write.wap.enabled' = 'true')".formatted(table));
        try (TestingClient writer = cluster.client()) {
            writer.update("SET spark.wap.id = load_7");
            writer.update("INSERT INTO %s VALUES (4, 40)".formatted(table));
        }
        assertThat(count(table)).isEqualTo(3L);

        assertThat(call("publish_changes('%s', 'load_7')".formatted(table))).hasSize(1);

        assertThat(count(table)).isEqualTo(4L);
    }

    @Test
    void changelogIsAViewOfTheSession() {
        String table = tableOfThreeSnapshots("changelog");

        assertThat(call("create_changelog_view(table => '%s', changelog_view => 'changes')".formatted(table)))
                .containsExactly(List.of("changes"));

        assertThat(client.query("SELECT id, _change_type FROM changes ORDER BY id")
                        .rows())
                .containsExactly(List.of(1, "INSERT"), List.of(2, "INSERT"), List.of(3, "INSERT"));
    }

    @Test
    void registeredTableHasTheRows() {
        String table = tableOfThreeSnapshots("registered");

        List<List<Object>> rows =
                call("register_table('procedures.registered_again', '%s')".formatted(metadataFile(table)));

        assertThat(rows.get(0)).endsWith(3L, 3L);
        assertThat(count("lake.procedures.registered_again")).isEqualTo(3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_files(table => '%s', source_table => '`parquet`.`/etc`')",
                "migrate('%s')",
                "snapshot(source_table => 'spark_catalog.default.t', table => '%s_copy')",
                "remove_orphan_files(table => '%s', location => '/etc')",
                "remove_orphan_files(table => '%s', location => 'file:/', dry_run => true)",
                "remove_orphan_files(table => '%s', file_list_view => 'files')",
                "rewrite_table_path(table => '%s', source_prefix => 'file:/a', target_prefix => 'file:/b',"
                        + " staging_location => '/var/lakeflight')"
            })
    void procedureThatReachesTheHostIsRefused(String call) {
        String table = "lake.procedures.host";
        client.update("CREATE TABLE IF NOT EXISTS %s (id INT)".formatted(table));

        assertThatThrownBy(() -> call(call.formatted(table)))
                .satisfies(Failure.of("UNAUTHORIZED"))
                .hasMessageContaining("is not allowed");
    }

    @Test
    void placeInsideAnotherTableOrByAWayUpIsRefused() {
        String table = tableOfThreeSnapshots("mine");
        String other = location(tableOfThreeSnapshots("theirs"));
        String own = location(table);

        for (String place : List.of(other, own + "/../" + other.substring(other.lastIndexOf('/') + 1), own + "2")) {
            assertThatThrownBy(() -> call("remove_orphan_files(table => '%s', location => '%s', dry_run => true)"
                            .formatted(table, place)))
                    .satisfies(Failure.of("UNAUTHORIZED"));
        }
        assertThat(call("remove_orphan_files(table => '%s', location => '%s/data')".formatted(table, own)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void snapshotOfARegisteredTwinDoesNotExpire(Route route) {
        String table = tableOfThreeSnapshots("original_" + route.name().toLowerCase(Locale.ROOT));
        String twin = table + "_twin";
        client.update("DELETE FROM %s WHERE id = 1".formatted(table));
        client.query("CALL lake.system.register_table('%s', '%s')".formatted(twin.substring(5), metadataFile(table)));
        client.update("INSERT OVERWRITE %s VALUES (4, 40)".formatted(table));

        assertThatThrownBy(() -> route.run(
                        cluster,
                        "CALL lake.system.expire_snapshots('%s', TIMESTAMP '2100-01-01 00:00:00', 1)"
                                .formatted(table.substring(5))))
                .hasMessageContaining("CALL expire_snapshots for %s is not allowed".formatted(table))
                .hasMessageContaining(twin);
        assertThat(count(twin)).isEqualTo(2L);
        assertThat(operations(table)).hasSize(5);
    }

    @Test
    void filesOfATableInsideAreNoOrphans() {
        String outer = tableOfThreeSnapshots("outer");
        client.update("CREATE TABLE lake.procedures.inner (id INT) TBLPROPERTIES ('write.data.path' = '%s/data/x')"
                .formatted(location(outer)));
        client.update("INSERT INTO lake.procedures.inner VALUES (1)");

        for (String call : List.of(
                "remove_orphan_files(table => '%s', older_than => TIMESTAMP '2100-01-01 00:00:00')",
                "remove_orphan_files('%s', TIMESTAMP '2000-01-01 00:00:00', '" + location(outer) + "/metadata')",
                "remove_orphan_files(table => '%s', dry_run => true)")) {
            assertThatThrownBy(() -> call(call.formatted(outer)))
                    .satisfies(Failure.of("UNAUTHORIZED"))
                    .hasMessageContaining("lake.procedures.outer is not allowed")
                    .hasMessageContaining("lake.procedures.inner");
        }
        assertThat(count("lake.procedures.inner")).isEqualTo(1L);
    }

    @Test
    void metadataFileOutsideTheWarehouseIsNotRead() {
        assertThatThrownBy(() -> call("register_table('procedures.outside', 'file:/etc/hostname')"))
                .satisfies(Failure.of("INVALID_ARGUMENT"))
                .hasMessageContaining("outside the catalog's warehouse");
    }

    private String tableOfThreeSnapshots(String name) {
        String table = "lake.procedures." + name;
        client.update("CREATE TABLE %s (id INT, n INT)".formatted(table));
        for (int id = 1; id <= 3; id++) {
            client.update("INSERT INTO %s VALUES (%d, %d)".formatted(table, id, id * 10));
        }
        return table;
    }

    private List<List<Object>> call(String call) {
        return client.query("CALL lake.system." + call).rows();
    }

    private Object count(String table) {
        return client.query("SELECT count(*) FROM " + table).value();
    }

    private List<Object> operations(String table) {
        return client.query("SELECT operation FROM %s.snapshots ORDER BY committed_at".formatted(table))
                .column();
    }

    private Object metadataFile(String table) {
        return client.query("SELECT file FROM %s.metadata_log_entries ORDER BY timestamp DESC LIMIT 1".formatted(table))
                .value();
    }

    private String location(String table) {
        Object file = client.query("SELECT file FROM %s.metadata_log_entries LIMIT 1".formatted(table))
                .value();
        String text = file.toString();
        return text.substring(0, text.indexOf("/metadata/"));
    }
}
