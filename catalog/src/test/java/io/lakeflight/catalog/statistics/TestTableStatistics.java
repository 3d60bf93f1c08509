package io.lakeflight.catalog.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.statistics.TableStatistics.Basis;
import io.lakeflight.catalog.statistics.TableStatistics.Deletes;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows, files and bytes of real tables, and when they are exact. */
class TestTableStatistics {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()),
            Types.NestedField.optional(3, "at", Types.TimestampType.withoutZone()));
    private static final LocalDateTime NOON = LocalDateTime.parse("2024-02-29T12:00");

    private final StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS);

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void tableWithoutSnapshotHasNoRowsForSure() {
        TestingTable table = TestingTable.create(SCHEMA);

        TableStatistics statistics = all(table);

        assertThat(statistics.snapshotId()).isNull();
        assertThat(statistics.rows()).isEqualTo(Figure.exactly(0));
        assertThat(statistics.bytes()).isEqualTo(Figure.exactly(0));
        assertThat(statistics.columns().keySet()).containsExactly(1, 2, 3);
        assertThat(statistics.columns().get(2).values()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void everythingIsCounted() {
        TestingTable table = TestingTable.create(SCHEMA);
        List<DataFile> files = table.append(rows(table, 1, 5));
        files.addAll(table.append(rows(table, 6, 7)));

        TableStatistics statistics = all(table);

        assertThat(statistics.basis()).isEqualTo(Basis.FILES);
        assertThat(statistics.snapshotId())
                .isEqualTo(table.table().currentSnapshot().snapshotId());
        assertThat(statistics.rows()).isEqualTo(Figure.exactly(7));
        assertThat(statistics.files()).isEqualTo(Figure.exactly(2));
        assertThat(statistics.bytes())
                .isEqualTo(Figure.exactly(
                        files.stream().mapToLong(DataFile::fileSizeInBytes).sum()));
        assertThat(statistics.deletes()).isEqualTo(Deletes.NONE);
    }

    @Test
    void filterThatLeavesWholeFilesIsExact() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 5));
        table.append(rows(table, 6, 9));

        assertThat(rows(table, Expressions.greaterThan("id", 5L))).isEqualTo(Figure.exactly(4));
        assertThat(rows(table, Expressions.greaterThan("id", 9L))).isEqualTo(Figure.exactly(0));
        assertThat(rows(table, Expressions.not(Expressions.lessThan("id", 1L)))).isEqualTo(Figure.exactly(9));
        assertThat(rows(table, Expressions.alwaysFalse())).isEqualTo(Figure.exactly(0));
    }

    @Test
    void filterThatCutsAFileGivesABound() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 5));
        table.append(rows(table, 6, 9));

        TableStatistics statistics = where(table, Expressions.greaterThan("id", 3L));

        assertThat(statistics.rows()).isEqualTo(new Figure(4, 9, 9));
        assertThat(statistics.files()).isEqualTo(Figure.exactly(2));
    }

    @Test
    void comparisonWithNullHoldsForNoRow() {
        TestingTable table = TestingTable.create(
                SCHEMA,
                PartitionSpec.builderFor(SCHEMA).identity("name").build(),
                Map.of("write.metadata.metrics.default", "none"));
        table.append(table.row(1L, null, NOON), table.row(2L, "b", NOON));

        assertThat(rows(table, Expressions.lessThan("name", "c"))).isEqualTo(new Figure(1, 2, 2));
        assertThat(rows(table, Expressions.notEqual("name", "c"))).isEqualTo(new Figure(1, 2, 2));
        assertThat(rows(table, Expressions.and(Expressions.notNull("name"), Expressions.lessThan("name", "c"))))
                .isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.isNull("name"))).isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.startsWith("name", "b"))).isEqualTo(new Figure(1, 1, 1));
    }

    @Test
    void partitionsProveWhatFilesAreLeft() {
        PartitionSpec spec = PartitionSpec.builderFor(SCHEMA)
                .bucket("id", 64)
                .truncate("name", 1)
                .day("at")
                .build();
        TestingTable table = TestingTable.create(SCHEMA, spec, Map.of("write.metadata.metrics.default", "none"));
        table.append(
                table.row(1L, "apple", NOON), table.row(1L, "avocado", NOON), table.row(2L, "berry", NOON.plusDays(1)));

        assertThat(rows(table, Expressions.greaterThanOrEqual("at", "2024-03-01T00:00:00")))
                .isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.startsWith("name", "a"))).isEqualTo(Figure.exactly(2));
        assertThat(rows(table, Expressions.equal("id", 1L))).isEqualTo(new Figure(0, 2, 2));
        assertThat(rows(table, Expressions.lessThan("at", "2024-02-29T13:00:00"))
                        .exact())
                .isEmpty();
        // The day is proven by the partition, the bucket by no means.
        assertThat(rows(table, Expressions.and(day(1), Expressions.notEqual("id", 3L)))
                        .most())
                .isEqualTo(1);
    }

    private static Expression day(int day) {
        return Expressions.greaterThanOrEqual("at", "2024-03-0" + day + "T00:00:00");
    }

    @Test
    void filesOfEarlierPartitioningsAreCountedToo() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 3));
        table.table().updateSpec().addField("id").commit();
        table.append(rows(table, 3, 4));
        table.table()
                .updateSpec()
                .removeField("id")
                .addField(Expressions.bucket("name", 4))
                .commit();
        table.append(rows(table, 9, 9));

        assertThat(all(table).rows()).isEqualTo(Figure.exactly(6));
        assertThat(rows(table, Expressions.equal("id", 4L))).isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.equal("id", 3L))).isEqualTo(new Figure(1, 4, 4));
    }

    @Test
    void nothingIsExactWherePositionsAreDeleted() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(2));
        DataFile file = table.append(rows(table, 1, 5)).get(0);
        table.append(rows(table, 6, 7));
        table.deletePositions(file, 0, 1);

        TableStatistics statistics = all(table);

        assertThat(statistics.rows()).isEqualTo(new Figure(5, 5, 7));
        assertThat(statistics.deletes().positionFiles()).isEqualTo(Figure.exactly(1));
        assertThat(statistics.deletes().bytes().least()).isPositive();
        assertThat(statistics.columns().get(1).nulls()).isEqualTo(Figure.exactly(0));
        assertThat(statistics.columns().get(1).lower().exact()).isFalse();
        // The other file is younger than what was deleted, or is another one.
        assertThat(rows(table, Expressions.greaterThan("id", 5L))).isEqualTo(Figure.exactly(2));
    }

    @Test
    void nothingIsExactWhereADeletionVectorIs() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(3));
        DataFile file = table.append(rows(table, 1, 5)).get(0);
        table.append(rows(table, 6, 7));
        table.deleteByVector(file, 0);
        table.deleteByVector(file, 4);

        TableStatistics statistics = all(table);

        assertThat(statistics.rows()).isEqualTo(new Figure(5, 5, 7));
        assertThat(statistics.deletes().vectors()).isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.greaterThan("id", 5L))).isEqualTo(Figure.exactly(2));
    }

    @Test
    void nothingIsExactWhereValuesAreDeleted() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(2));
        DataFile file = table.append(rows(table, 1, 5)).get(0);
        table.deleteEqual(file.partition(), "id", 2L);
        table.append(rows(table, 6, 7));

        TableStatistics statistics = all(table);

        assertThat(statistics.rows()).isEqualTo(new Figure(1, 7, 7));
        assertThat(statistics.deletes().equalityFiles()).isEqualTo(Figure.exactly(1));
        // What is written after a deletion is not deleted by it.
        assertThat(rows(table, Expressions.greaterThan("id", 5L))).isEqualTo(Figure.exactly(2));
    }

    @Test
    void rewrittenFilesAreExactAgain() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(2));
        DataFile file = table.append(rows(table, 1, 5)).get(0);
        table.deletePositions(file, 0);
        DataFile rewritten = table.write(rows(table, 2, 5)).get(0);

        table.table().newOverwrite().deleteFile(file).addFile(rewritten).commit();

        assertThat(all(table).rows()).isEqualTo(Figure.exactly(4));
        assertThat(all(table).deletes()).isEqualTo(Deletes.NONE);
    }

    @Test
    void snapshotIsReadByItsOwnSchema() {
        TestingTable table = TestingTable.create(
                SCHEMA, PartitionSpec.builderFor(SCHEMA).identity("id", "p").build(), Map.of());
        table.append(rows(table, 1, 2));
        long first = table.table().currentSnapshot().snapshotId();
        table.table().updateSchema().renameColumn("id", "key").commit();
        table.table().updateSchema().renameColumn("name", "id").commit();
        table.append(rows(table, 3, 4));

        StatisticsRequest then = StatisticsRequest.asOf(table.load(), first);

        assertThat(source.read(then).rows()).isEqualTo(Figure.exactly(2));
        assertThat(source.read(then.where(Expressions.equal("id", 1L), true)).rows())
                .isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.equal("key", 1L))).isEqualTo(Figure.exactly(1));
        assertThat(rows(table, Expressions.greaterThan("id", "o"))).isEqualTo(Figure.exactly(0));
    }

    @Test
    void expiredSnapshotIsRefusedByName() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 2));
        long first = table.table().currentSnapshot().snapshotId();
        table.append(rows(table, 3, 4));
        table.table().expireSnapshots().expireSnapshotId(first).commit();

        assertThatThrownBy(() -> StatisticsRequest.asOf(table.load(), first))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no snapshot " + first)
                .hasMessageContaining("expired");
    }

    @Test
    void filterThatDoesNotFitIsRefused() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 2));

        assertThatThrownBy(() -> where(table, Expressions.equal("price", 1))).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> where(table, Expressions.equal("ID", 1L))).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> where(table, Expressions.equal("id", "x"))).isInstanceOf(ValidationException.class);
        assertThat(source.read(StatisticsRequest.current(table.load()).where(Expressions.equal("ID", 7L), false))
                        .rows())
                .isEqualTo(Figure.exactly(0));
        assertThatThrownBy(() -> StatisticsRequest.current(table.load()).ofColumns(Set.of(9)))
                .hasMessageContaining("no column with id 9");
    }

    @Test
    void filterOfAnyDepthIsTaken() {
        TestingTable table = TestingTable.create(SCHEMA);
        table.append(rows(table, 1, 2));
        Expression deep = Expressions.equal("id", 7L);
        for (int i = 0; i < 100_000; i++) {
            deep = Expressions.or(deep, Expressions.equal("id", 7L));
        }

        assertThat(rows(table, deep)).isEqualTo(new Figure(0, 2, 2));
    }

    @Test
    void totalsOfTheWholeTableNeedNoManifest() {
        TestingTable table = TestingTable.create(SCHEMA);
        List<DataFile> files = table.append(rows(table, 1, 5));
        files.addAll(table.append(rows(table, 6, 7)));
        long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();

        TableStatistics statistics =
                source.read(StatisticsRequest.current(table.load()).ofColumns(Set.of()));

        assertThat(statistics.basis()).isEqualTo(Basis.TOTALS);
        assertThat(statistics.rows()).isEqualTo(Figure.exactly(7));
        assertThat(statistics.files()).isEqualTo(Figure.exactly(2));
        assertThat(statistics.bytes()).isEqualTo(Figure.guess(bytes));
        assertThat(statistics.columns()).isEmpty();
    }

    @Test
    void totalsAreNotTakenOnTrustWhereSomethingIsDeleted() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(2));
        DataFile file = table.append(rows(table, 1, 5)).get(0);
        table.deletePositions(file, 0);

        TableStatistics statistics =
                source.read(StatisticsRequest.current(table.load()).ofColumns(Set.of()));

        assertThat(statistics.basis()).isEqualTo(Basis.FILES);
        assertThat(statistics.rows()).isEqualTo(new Figure(4, 4, 5));
    }

    @Test
    void tooManyFilesAreEstimatedAndSaidToBe() {
        TestingTable table = TestingTable.create(
                SCHEMA, PartitionSpec.builderFor(SCHEMA).identity("id").build(), Map.of());
        table.append(rows(table, 1, 3));
        table.append(rows(table, 4, 4));
        try (StatisticsSource narrow = StatisticsSource.open(new StatisticsConfig(10, 2, 1 << 20))) {
            StatisticsRequest request = StatisticsRequest.current(table.load());

            TableStatistics statistics = narrow.read(request);

            assertThat(statistics.basis()).isEqualTo(Basis.LIMITED);
            assertThat(statistics.rows()).isEqualTo(new Figure(0, 4, 4));
            assertThat(statistics.files()).isEqualTo(new Figure(0, 4, 4));
            assertThat(statistics.bytes().isExact()).isFalse();
            assertThat(statistics.bytes().estimate()).isPositive();
            assertThat(statistics.columns().get(1).nulls()).isEqualTo(new Figure(0, 0, 4));
            assertThat(statistics.columns().get(1).lower()).isNull();
            // What the filter leaves is within the limit.
            assertThat(narrow.read(request.where(Expressions.equal("id", 4L), true))
                            .rows())
                    .isEqualTo(Figure.exactly(1));
        }
    }

    @Test
    void tooManyManifestsAreEstimatedAndSaidToBe() {
        TestingTable table = TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(2));
        DataFile file = table.append(rows(table, 1, 3)).get(0);
        table.append(rows(table, 4, 4));
        table.deletePositions(file, 0);
        try (StatisticsSource narrow = StatisticsSource.open(new StatisticsConfig(2, 100, 1 << 20))) {
            TableStatistics statistics = narrow.read(StatisticsRequest.current(table.load()));

            assertThat(statistics.basis()).isEqualTo(Basis.LIMITED);
            assertThat(statistics.rows()).isEqualTo(new Figure(0, 4, 4));
            assertThat(statistics.deletes()).isEqualTo(Deletes.UNKNOWN);
        }
    }

    @Test
    void senselessCountsProveNothing() {
        TestingTable table = TestingTable.create(SCHEMA);
        for (long count : new long[] {3, Long.MAX_VALUE - 1, Long.MAX_VALUE - 2}) {
            table.table()
                    .newAppend()
                    .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                            .withPath("memory:/none/" + count + ".avro")
                            .withFileSizeInBytes(10)
                            .withRecordCount(count)
                            .build())
                    .commit();
        }

        TableStatistics statistics = all(table);

        assertThat(statistics.rows().isExact()).isFalse();
        assertThat(statistics.rows().most()).isEqualTo(Long.MAX_VALUE);
        assertThat(statistics.bytes()).isEqualTo(Figure.exactly(30));
    }

    private TableStatistics all(TestingTable table) {
        return where(table, Expressions.alwaysTrue());
    }

    private TableStatistics where(TestingTable table, Expression filter) {
        return source.read(StatisticsRequest.current(table.load()).where(filter, true));
    }

    private Figure rows(TestingTable table, Expression filter) {
        return where(table, filter).rows();
    }

    private static List<Record> rows(TestingTable table, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(id -> table.row((long) id, "name" + id, NOON.plusHours(id)))
                .toList();
    }
}
