package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestCacheability {
    /** Whatever else the machine is doing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StatementSummaries summaries = new StatementSummaries(1 << 20);
    private Catalogs catalogs;
    private StatisticsSource statistics;
    private SnapshotSizes sizes;

    @BeforeAll
    void makeTable(@TempDir Path home) {
        LakeCatalog lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE);
        lake.tables()
                .createTable(
                        TableIdentifier.of("default", "t"),
                        new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
    }

    @AfterAll
    void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT count(*) FROM t",
                "SELECT x.id FROM t x JOIN lake.default.t y ON x.id = y.id",
                "WITH a AS (SELECT * FROM t) SELECT max(id) FROM a"
            })
    void answerToldByTextAndSnapshotsCanBeKept(String sql) {
        assertThat(of(sql, Map.of(), false).isCacheable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT now()|now tells the time",
                "SELECT rand() FROM t|function rand is not known to be repeatable",
                "SELECT * FROM missing|snapshot of lake.default.missing is not known: there is no such table or view",
                "SELECT * FROM t.snapshots|snapshot of lake.t.snapshots is not known: there is no such table or view",
                "SELECT * FROM t.a.b.c|snapshot of lake.t.a.b.c is not known: there is no such table or view",
                "SELECT * FROM default.t.snapshots|snapshot of lake.default.t.snapshots is not known: it is a table of"
                        + " metadata",
                "SELECT * FROM global_temp.v|global_temp.v is no table of a catalog",
                "SELECT * FROM t VERSION AS OF 3|it reads another version of lake.default.t than the current one",
                "SELECT * FROM system.queries|system.queries tells how things are at the moment",
                "SELECT * FROM lake.information_schema.tables|lake.information_schema.tables tells how things are at the"
                        + " moment",
                "DELETE FROM t|it is no query"
            })
    void otherAnswersCannotBeKept(String sql, String reason) {
        assertThat(of(sql, Map.of(), false)).isEqualTo(new Cacheability(false, reason));
    }

    @Test
    void propertiesOfTheDataPlaneMayBeInTheWay() {
        Set<String> properties = Set.of("spark.sql.ansi.doubleQuotedIdentifiers");

        assertThat(Cacheability.of(facts("SELECT id FROM t", Map.of()), false, properties))
                .isEqualTo(new Cacheability(
                        false,
                        "property spark.sql.ansi.doubleQuotedIdentifiers of the data plane may change what it means"));
    }

    @Test
    void stateOfTheSessionMayBeInTheWay() {
        assertThat(of("SELECT id FROM t", Map.of(), true).isCacheable()).isFalse();
        assertThat(of("SELECT id FROM t", Map.of("spark.sql.caseSensitive", "true"), false)
                        .isCacheable())
                .isFalse();
        assertThat(of("SELECT id FROM t", Map.of("spark.sql.session.timeZone", "UTC"), false)
                        .isCacheable())
                .isTrue();
    }

    private Cacheability of(String sql, Map<String, String> settings, boolean hasHome) {
        return Cacheability.of(facts(sql, settings), hasHome, Set.of("spark.sql.session.timeZone"));
    }

    private TextFacts facts(String sql, Map<String, String> settings) {
        return new TextFacts(
                sql,
                new Session.State("lake", "default", settings),
                new FactSources(catalogs, summaries, sizes, Set.of()));
    }
}
