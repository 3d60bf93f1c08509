package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users do with tables through SQL, the same wherever a catalog keeps its files. */
@OnSharedCluster
abstract class TableStorageContract {
    private final TestingCluster cluster;
    private final CatalogRequests catalogs;
    private TestingClient client;

    TableStorageContract(TestingCluster cluster) {
        this.cluster = cluster;
        this.catalogs = new CatalogRequests(cluster);
    }

    /** Names the catalog, which comes into being with the first test. */
    abstract String catalog();

    abstract void addTo(CatalogRequests catalogs);

    /** Every file of the catalog. */
    abstract List<String> files();

    @BeforeEach
    void addCatalog() {
        client = cluster.client();
        assertThat(client.query(SmallQuery.TEXT).value()).isEqualTo(1);
        addTo(catalogs);
        client.update("CREATE NAMESPACE " + catalog() + ".s");
        client.update("USE " + catalog() + ".s");
    }

    @AfterEach
    void removeCatalog() {
        for (Object table : client.query("SHOW TABLES").rows().stream()
                .map(row -> row.get(1))
                .toList()) {
            client.update("DROP TABLE " + table + " PURGE");
        }
        client.update("DROP NAMESPACE " + catalog() + ".s");
        client.close();
        catalogs.remove(catalog());
    }

    @Test
    void partitionedTableIsCreatedFilledAndReadBack() {
        client.update("CREATE TABLE t (id bigint, day date, note string) USING iceberg PARTITIONED BY (days(day))");
        assertThat(client.update(
                        "INSERT INTO t SELECT id, date_add(DATE'2024-01-01', CAST(id % 3 AS int)), repeat('x', 100)"
                                + " FROM range(1000)"))
                .isEqualTo(1000);

        assertThat(client.query("SELECT count(*), sum(id), min(length(note)) FROM t")
                        .texts())
                .containsExactly(List.of("1000", "499500", "100"));
        assertThat(client.query("SELECT count(*) FROM t WHERE day = DATE'2024-01-02'")
                        .value())
                .isEqualTo(333L);
        assertThat(client.query("SELECT count(*) FROM " + name("t.partitions")).value())
                .isEqualTo(3L);
        assertThat(files()).filteredOn(file -> file.endsWith(".parquet")).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void effectTakesPlaceOnce(Effect effect) {
        client.update("CREATE TABLE t AS SELECT * FROM VALUES (1, 10), (2, 20), (3, 30) AS v(id, n)");

        assertThat(client.update(effect.statement("t"))).isEqualTo(effect.affectedRows());

        String target = effect.target("t");
        assertThat(client.query("SELECT concat(id, '-', n) FROM " + target + " ORDER BY id")
                        .column())
                .isEqualTo(effect.rows());
        assertThat(client.query("SELECT count(*) FROM " + name(target + ".snapshots"))
                        .value())
                .isEqualTo((long) effect.snapshots());
    }

    @Test
    void rowsAreDeletedAndChangedByPosition() {
        client.update("CREATE TABLE t USING iceberg TBLPROPERTIES ('format-version' = '3',"
                + " 'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read')"
                + " AS SELECT id, id AS n FROM range(0, 100, 1, 1)");

        assertThat(client.update("DELETE FROM t WHERE id < 10")).isEqualTo(10);
        assertThat(client.update("UPDATE t SET n = -1 WHERE id = 50")).isEqualTo(1);

        assertThat(client.query("SELECT count(*), sum(n) FROM t").texts())
                .containsExactly(List.of("90", Integer.toString(4950 - 45 - 50 - 1)));
    }

    @Test
    void earlierSnapshotsAreReadAndRolledBackTo() {
        client.update("CREATE TABLE t AS SELECT 1 AS n");
        Object first =
                client.query("SELECT snapshot_id FROM " + name("t.snapshots")).value();
        client.update("INSERT OVERWRITE t VALUES (2)");

        assertThat(client.query("SELECT n FROM t VERSION AS OF " + first).value())
                .isEqualTo(1);
        client.query("CALL %s.system.rollback_to_snapshot('s.t', %s)".formatted(catalog(), first));
        assertThat(client.query("SELECT n FROM t").value()).isEqualTo(1);
    }

    @Test
    void viewReadsItsTable() {
        client.update("CREATE TABLE t AS SELECT * FROM range(5)");
        client.update("CREATE VIEW v AS SELECT sum(id) AS total FROM t");

        assertThat(client.query("SELECT total FROM v").value()).isEqualTo(10L);

        client.update("DROP VIEW v");
        assertThatThrownBy(() -> client.query("SELECT * FROM v")).hasMessageContaining("cannot be found");
    }

    @Test
    void purgeRemovesEveryFileOfTheTable() {
        client.update("CREATE TABLE kept AS SELECT 1 AS n");
        List<String> others = files();
        client.update("CREATE TABLE t PARTITIONED BY (p) AS SELECT id, id % 4 AS p FROM range(100)");
        client.update("INSERT INTO t SELECT id, id % 4 AS p FROM range(100)");
        client.update("DELETE FROM t WHERE p = 1");
        assertThat(files()).hasSizeGreaterThan(others.size());

        client.update("DROP TABLE t PURGE");

        assertThat(files()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(client.query("SELECT n FROM kept").value()).isEqualTo(1);
    }

    /** The whole name, which metadata tables need. */
    final String name(String table) {
        return catalog() + ".s." + table;
    }

    final TestingCluster cluster() {
        return cluster;
    }

    final TestingClient client() {
        return client;
    }
}
