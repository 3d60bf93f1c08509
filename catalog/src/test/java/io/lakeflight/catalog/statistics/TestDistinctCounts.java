package io.lakeflight.catalog.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.statistics.ColumnStatistics.DistinctCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Distinct counts of Puffin files, as real writers register them. */
class TestDistinctCounts {
    private static final String THETA = "apache-datasketches-theta-v1";

    private final StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS);
    private final TestingTable table = TestingTable.create(new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get())));

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void countOfTheSnapshotItselfIsTold() throws IOException {
        table.append(table.row(1L, "a"), table.row(2L, "a"));
        long snapshot = sketch(table.table().currentSnapshot(), THETA, 1, "2");

        assertThat(distinct(1)).isEqualTo(new DistinctCount(2, snapshot));
        assertThat(distinct(2)).isNull();
    }

    @Test
    void countOfAnEarlierSnapshotSaysSo() throws IOException {
        table.append(table.row(1L, "a"));
        Snapshot first = table.table().currentSnapshot();
        sketch(first, THETA, 1, "1");
        table.append(table.row(2L, "b"));
        Snapshot second = table.table().currentSnapshot();
        sketch(second, THETA, 2, "2");
        table.append(table.row(3L, "c"));

        assertThat(distinct(1)).isEqualTo(new DistinctCount(1, first.snapshotId()));
        assertThat(distinct(2)).isEqualTo(new DistinctCount(2, second.snapshotId()));
        // What came later says nothing of what was before.
        TableStatistics past = source.read(StatisticsRequest.asOf(table.load(), first.snapshotId()));
        assertThat(past.columns().get(2).distinct()).isNull();
    }

    @Test
    void countIsSeenAsSoonAsItIsThere() throws IOException {
        table.append(table.row(1L, "a"));
        assertThat(distinct(1)).isNull();

        sketch(table.table().currentSnapshot(), THETA, 1, "1");
        assertThat(distinct(1)).isNotNull();

        table.table()
                .updateStatistics()
                .removeStatistics(table.table().currentSnapshot().snapshotId())
                .commit();
        assertThat(distinct(1)).isNull();
    }

    @Test
    void countIsThatOfTheWholeTable() throws IOException {
        table.append(table.row(1L, "a"));
        table.append(table.row(2L, "b"));
        long snapshot = sketch(table.table().currentSnapshot(), THETA, 1, "2");

        TableStatistics filtered =
                source.read(StatisticsRequest.current(table.load()).where(Expressions.equal("id", 1L), true));

        assertThat(filtered.rows()).isEqualTo(Figure.exactly(1));
        assertThat(filtered.columns().get(1).distinct()).isEqualTo(new DistinctCount(2, snapshot));
    }

    @Test
    void otherBlobsAndCountsThatAreNoneAreLeftOut() throws IOException {
        table.append(table.row(1L, "a"));
        sketch(table.table().currentSnapshot(), "other-sketch-v1", 1, "1");
        assertThat(distinct(1)).isNull();

        sketch(table.table().currentSnapshot(), THETA, 1, "many");
        assertThat(distinct(1)).isNull();
    }

    private DistinctCount distinct(int column) {
        return source.read(StatisticsRequest.current(table.load()))
                .columns()
                .get(column)
                .distinct();
    }

    /** Writes a Puffin file with one sketch, whose bytes nobody reads, and registers it. */
    private long sketch(Snapshot snapshot, String type, int field, String count) throws IOException {
        OutputFile file = table.table()
                .io()
                .newOutputFile(table.table().location() + "/metadata/" + UUID.randomUUID() + ".stats");
        try (PuffinWriter writer = Puffin.write(file).createdBy("a test").build()) {
            writer.write(new Blob(
                    type,
                    List.of(field),
                    snapshot.snapshotId(),
                    snapshot.sequenceNumber(),
                    ByteBuffer.wrap(new byte[] {1}),
                    null,
                    Map.of("ndv", count)));
            writer.finish();
            table.table()
                    .updateStatistics()
                    .setStatistics(new GenericStatisticsFile(
                            snapshot.snapshotId(),
                            file.location(),
                            writer.fileSize(),
                            writer.footerSize(),
                            writer.writtenBlobsMetadata().stream()
                                    .map(GenericBlobMetadata::from)
                                    .toList()))
                    .commit();
        }
        return snapshot.snapshotId();
    }
}
