package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every effect, by every route of stock clients, takes place once. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITExactlyOnce {
    private final TestingCluster cluster;
    private final TestingClient observer;

    ITExactlyOnce(TestingCluster cluster) {
        this.cluster = cluster;
        this.observer = cluster.client();
    }

    @AfterAll
    void close() {
        observer.close();
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("everyEffectByEveryRoute")
    void effectTakesPlaceOnce(Route route, Effect effect) throws SQLException {
        String table = "lake.it.%s_%s".formatted(route, effect).toLowerCase(Locale.ROOT);
        createTable(table);

        OptionalLong affected = route.run(cluster, effect.statement(table));

        assertThat(rows(effect.target(table))).isEqualTo(effect.rows());
        assertThat(queryIds(effect.target(table)))
                .hasSize(effect.snapshots())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        if (affected.isPresent()) {
            assertThat(affected).hasValue(effect.affectedRows());
        }
        if (effect == Effect.DDL) {
            assertThat(observer.query("SELECT * FROM " + table).names()).containsExactly("id", "n", "extra");
        }
    }

    @Test
    void rowsOfAJdbcBatchAreOneSnapshot() throws SQLException {
        createTable("lake.it.batch");

        int[] counts;
        try (Connection connection = cluster.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO lake.it.batch VALUES (?, ?)")) {
            for (int id = 4; id <= 6; id++) {
                insert.setInt(1, id);
                insert.setInt(2, id * 10);
                insert.addBatch();
            }
            counts = insert.executeBatch();
        }

        assertThat(Arrays.stream(counts).sum()).isEqualTo(3);
        assertThat(rows("lake.it.batch")).containsExactly("1-10", "2-20", "3-30", "4-40", "5-50", "6-60");
        assertThat(queryIds("lake.it.batch")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            names = {"DO_PUT_STATEMENT", "DO_PUT_PREPARED", "FLIGHT_INFO_STATEMENT", "FLIGHT_INFO_PREPARED"})
    void statementThatTouchesNoRowSaysSo(Route route) throws SQLException {
        String table = "lake.it.untouched_" + route.name().toLowerCase(Locale.ROOT);
        createTable(table);

        for (String statement : List.of(
                "DELETE FROM %s WHERE false",
                "DELETE FROM %s WHERE id = 7",
                "UPDATE %s SET n = 0 WHERE false",
                "INSERT INTO %s SELECT 1, 2 WHERE false",
                "MERGE INTO %s t USING (SELECT 1 AS id WHERE false) s ON t.id = s.id WHEN MATCHED THEN DELETE")) {
            assertThat(route.run(cluster, statement.formatted(table)))
                    .as(statement)
                    .hasValue(0);
        }
    }

    @Test
    void tableIsRenamedByItsFullName() {
        createTable("lake.it.before");

        observer.update("ALTER TABLE lake.it.before RENAME TO lake.it.between");
        observer.update("ALTER TABLE lake.it.between RENAME TO it.after");

        assertThat(rows("lake.it.after")).hasSize(3);
        observer.update("CREATE VIEW lake.it.view_before AS SELECT 1 AS id");
        observer.update("ALTER VIEW lake.it.view_before RENAME TO lake.it.view_after");
        assertThat(observer.query("SELECT id FROM lake.it.view_after").value()).isEqualTo(1);
    }

    @Test
    void scriptRunsEachStatementOnceInOrder() {
        createTable("lake.it.script");

        long affected = cluster.update("""
            INSERT INTO lake.it.script VALUES (4, 40); -- a comment; with a semicolon
            UPDATE lake.it.script SET n = n + 1 WHERE id = 4;
            """);

        assertThat(affected).isIn(1L, 2L);
        assertThat(rows("lake.it.script")).containsExactly("1-10", "2-20", "3-30", "4-41");
    }

    private void createTable(String table) {
        observer.update(
                "CREATE TABLE %s AS SELECT * FROM VALUES (1, 10), (2, 20), (3, 30) AS t(id, n)".formatted(table));
    }

    private List<String> rows(String table) {
        return observer.query("SELECT id || '-' || n FROM %s ORDER BY id".formatted(table)).column().stream()
                .map(String::valueOf)
                .toList();
    }

    private List<Object> queryIds(String table) {
        return observer.query("SELECT summary['lakeflight.query-id'] FROM %s.snapshots".formatted(table))
                .column();
    }

    private static Stream<Arguments> everyEffectByEveryRoute() {
        return Arrays.stream(Route.values())
                .flatMap(route -> Arrays.stream(Effect.values()).map(effect -> Arguments.of(route, effect)));
    }
}
