package io.lakeflight.catalog.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CountingFileIO;
import io.lakeflight.catalog.LakeCatalog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read for statistics, and that what is kept is never taken for something else. */
class TestCachedStatistics {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "d", Types.DoubleType.get()));

    @TempDir
    Path home;

    private final String counted = UUID.randomUUID().toString();
    private final StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS);
    private LakeCatalog lake;
    private TestingTable table;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(counted),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
        table = TestingTable.create(
                lake.tables(),
                SCHEMA,
                PartitionSpec.builderFor(SCHEMA).identity("id").build(),
                TestingTable.format(2));
    }

    @AfterEach
    void close() {
        source.close();
        lake.close();
    }

    @Test
    void onlyManifestsThatTheFilterLeavesAreRead() {
        table.append(table.row(1L, 1.0));
        table.append(table.row(2L, 2.0));
        DataFile third =
                table.append(table.row(3L, 3.0), table.row(3L, Double.NaN)).get(0);
        table.deletePositions(third, 0);
        CountingFileIO.takeReads(counted);

        // Another source and another server, which have nothing in memory.
        try (LakeCatalog other = LakeCatalog.open(lake.definition(), home)) {
            StatisticsRequest request = StatisticsRequest.current(other.tables().loadTable(TestingTable.NAME));
            CountingFileIO.takeReads(counted);

            assertThat(read(request, Expressions.equal("id", 3L))).isEqualTo(new Figure(1, 1, 2));

            assertThat(CountingFileIO.takeReads(counted))
                    .hasSize(3)
                    .allMatch(location -> location.matches(".*/metadata/(snap-)?[^/]*\\.avro"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void nothingIsReadTwice() {
        table.append(table.row(1L, 1.0));
        table.append(table.row(2L, 2.0));
        Expression filter = Expressions.greaterThan("d", 0.5);
        Figure first = read(StatisticsRequest.current(table.load()), filter);
        CountingFileIO.takeReads(counted);

        assertThat(read(StatisticsRequest.current(table.load()), filter)).isEqualTo(first);
        // Another filter finds the manifests in memory.
        assertThat(read(StatisticsRequest.current(table.load()), Expressions.lessThan("d", 2.0)))
                .isEqualTo(Figure.exactly(1));

        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void newSnapshotIsReadAnew() {
        table.append(table.row(1L, 1.0));
        assertThat(read(StatisticsRequest.current(table.load()), Expressions.alwaysTrue()))
                .isEqualTo(Figure.exactly(1));

        table.append(table.row(2L, 2.0));

        assertThat(read(StatisticsRequest.current(table.load()), Expressions.alwaysTrue()))
                .isEqualTo(Figure.exactly(2));
    }

    @Test
    void filtersThatLookAlikeAreNotTheSame() {
        table.append(table.row(1L, (double) 0.1f));
        StatisticsRequest request = StatisticsRequest.current(table.load());

        assertThat(read(request, Expressions.equal("d", 0.1))).isEqualTo(Figure.exactly(0));
        assertThat(read(request, Expressions.equal("d", 0.1f))).isEqualTo(Figure.exactly(1));
        assertThat(read(request, Expressions.notEqual("d", 0.1f))).isEqualTo(Figure.exactly(0));
    }

    @Test
    void schemaAndColumnsAreThoseAskedFor() {
        table.append(table.row(1L, 1.0));
        long snapshot = table.table().currentSnapshot().snapshotId();
        table.table().updateSchema().renameColumn("d", "e").commit();

        StatisticsRequest current = StatisticsRequest.current(table.load());
        StatisticsRequest then = StatisticsRequest.asOf(table.load(), snapshot);

        assertThat(source.read(current).schemaId()).isEqualTo(1);
        assertThat(source.read(then).schemaId()).isZero();
        assertThat(read(then, Expressions.equal("d", 1.0))).isEqualTo(Figure.exactly(1));
        assertThat(source.read(current.ofColumns(Set.of(2))).columns().keySet()).containsExactly(2);
        assertThat(source.read(current.ofColumns(Set.of(1))).columns().keySet()).containsExactly(1);
    }

    @Test
    void sourceThatKeepsNothingTellsTheSame() {
        table.append(table.row(1L, 1.0));
        StatisticsRequest request = StatisticsRequest.current(table.load());
        try (StatisticsSource forgetful = StatisticsSource.open(new StatisticsConfig(10, 10, 0))) {
            assertThat(List.of(forgetful.read(request), forgetful.read(request)))
                    .containsOnly(source.read(request));
        }
    }

    @Test
    void lostManifestFailsAndIsNotRemembered() throws IOException {
        table.append(table.row(1L, 1.0));
        Path manifest = Path.of(URI.create(table.table()
                .currentSnapshot()
                .allManifests(table.table().io())
                .get(0)
                .path()));
        Path away = Files.move(manifest, manifest.resolveSibling("away"));
        try (LakeCatalog other = LakeCatalog.open(lake.definition(), home)) {
            StatisticsRequest request = StatisticsRequest.current(other.tables().loadTable(TestingTable.NAME));
            assertThatThrownBy(() -> source.read(request)).isInstanceOf(NotFoundException.class);

            Files.move(away, manifest);

            assertThat(source.read(request).rows()).isEqualTo(Figure.exactly(1));
        }
    }

    private Figure read(StatisticsRequest request, Expression filter) {
        return source.read(request.where(filter, true)).rows();
    }
}
