package io.lakeflight.engine.spark.fastlane.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a snapshot a scan reads is what Iceberg says, whether they are kept or not. */
class TestSnapshotFiles {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "a", Types.IntegerType.get()),
            Types.NestedField.optional(2, "s", Types.StringType.get()),
            Types.NestedField.optional(3, "d", Types.DateType.get()));
    private static final int DAYS = 20_454;

    private final SnapshotFiles snapshots = new SnapshotFiles(1 << 24);
    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    private Table table;
    private int files;

    @BeforeEach
    void createTable() {
        table = create("t", PartitionSpec.unpartitioned());
        append(15);
    }

    private Table create(String name, PartitionSpec spec) {
        return tables().create(
                        SCHEMA,
                        spec,
                        Map.of("format-version", "2"),
                        directory.resolve(name).toString());
    }

    private static HadoopTables tables() {
        return new HadoopTables(new Configuration());
    }

    private void append(int count) {
        var append = table.newAppend();
        for (int i = 0; i < count; i++) {
            append.appendFile(file());
        }
        append.commit();
    }

    /** Of which only the statistics are ever looked at. */
    private DataFile file() {
        int least = random.nextInt(40);
        GenericRecord row = GenericRecord.create(SCHEMA);
        row.setField("a", random.nextInt(5) == 0 ? null : least);
        row.setField("s", "s" + least);
        row.setField("d", random.nextInt(5) == 0 ? null : DAYS + least);
        PartitionKey partition = new PartitionKey(table.spec(), SCHEMA);
        partition.partition(row);
        DataFiles.Builder file = DataFiles.builder(table.spec())
                .withPath(directory.resolve("f" + ++files + ".parquet").toString())
                .withFileSizeInBytes(100)
                .withMetrics(random.nextInt(4) == 0 ? new Metrics(10L) : metrics(row));
        return table.spec().isPartitioned() ? file.withPartition(partition).build() : file.build();
    }

    private static Metrics metrics(GenericRecord row) {
        Map<Integer, Long> nulls =
                Map.of(1, row.getField("a") == null ? 10L : 0L, 2, 0L, 3, row.getField("d") == null ? 10L : 0L);
        return new Metrics(10L, null, Map.of(1, 10L, 2, 10L, 3, 10L), nulls, null, bounds(row), bounds(row));
    }

    private static Map<Integer, ByteBuffer> bounds(GenericRecord row) {
        Map<Integer, ByteBuffer> bounds = new java.util.HashMap<>();
        for (Types.NestedField field : SCHEMA.columns()) {
            Object value = row.getField(field.name());
            if (value != null) {
                bounds.put(field.fieldId(), Conversions.toByteBuffer(field.type(), value));
            }
        }
        return bounds;
    }

    private Expression comparison() {
        int value = random.nextInt(45);
        return switch (random.nextInt(9)) {
            case 0 -> Expressions.equal("a", value);
            case 1 -> Expressions.lessThan("a", value);
            case 2 -> Expressions.greaterThanOrEqual("s", "s" + value);
            case 3 -> Expressions.notEqual("d", DAYS + value);
            case 4 -> Expressions.in("d", DAYS + value, DAYS + value / 2);
            case 5 -> Expressions.isNull("a");
            case 6 -> Expressions.notNull("d");
            case 7 -> Expressions.startsWith("s", "s" + value / 10);
            default -> Expressions.lessThanOrEqual("d", DAYS + value);
        };
    }

    private Expression filter(int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(4)) {
            case 0 -> Expressions.and(filter(depth - 1), filter(depth - 1));
            case 1 -> Expressions.or(filter(depth - 1), filter(depth - 1));
            case 2 -> Expressions.not(filter(depth - 1));
            default -> comparison();
        };
    }

    private static ScanTasks.Wish wish(Expression filter) {
        return new ScanTasks.Wish(SCHEMA, filter, true);
    }

    private void requireSame(Expression filter, Table now) {
        assertThat(described(snapshots.plan(wish(filter), now)))
                .as(filter.toString())
                .containsExactlyInAnyOrderElementsOf(described(wish(filter).plan(now)));
    }

    private static List<String> described(ScanTasks scan) {
        return scan.tasks().stream()
                .map(task -> task.asFileScanTask())
                .map(task -> task.file().location() + " " + task.spec().specId() + " "
                        + task.deletes().stream()
                                .map(DeleteFile::location)
                                .sorted()
                                .toList())
                .toList();
    }

    /** Of a table that was loaded just now, as for each statement. */
    private void requireSame() {
        Table now = tables().load(table.location());
        requireSame(Expressions.alwaysTrue(), now);
        requireSame(Expressions.alwaysFalse(), now);
        for (int i = 0; i < 60; i++) {
            requireSame(filter(2), now);
        }
    }

    @Test
    void filesOfTheCurrentSnapshot() {
        requireSame();
        append(5);
        requireSame();
        table.newDelete().deleteFile(directory.resolve("f3.parquet").toString()).commit();
        requireSame();
    }

    @Test
    void emptyTables() {
        table = create("empty", PartitionSpec.unpartitioned());
        requireSame();
    }

    @Test
    void partitioningsThatHaveChanged() {
        for (String name : List.of("a", "s")) {
            table.updateSpec().addField(name).commit();
            append(6);
            requireSame();
        }
        table.updateSpec().removeField("a").addField(Expressions.bucket("a", 4)).commit();
        append(6);
        requireSame();
        table.updateSpec().removeField("s").addField(Expressions.month("d")).commit();
        append(6);
        requireSame();
    }

    @Test
    void formerSnapshotsThatAreCurrentAgain() {
        long before = table.currentSnapshot().snapshotId();
        requireSame();
        append(4);
        requireSame();
        table.manageSnapshots().rollbackTo(before).commit();
        requireSame();
        table.manageSnapshots().createBranch("other").commit();
        requireSame();
    }

    @Test
    void deletedRows() {
        table = create("parts", PartitionSpec.builderFor(SCHEMA).identity("s").build());
        append(10);
        requireSame();
        List<DataFile> all =
                snapshots.plan(wish(Expressions.alwaysTrue()), tables().load(table.location())).tasks().stream()
                        .map(task -> task.asFileScanTask().file())
                        .toList();
        for (DataFile file : all.subList(0, 4)) {
            DeleteFile delete = FileMetadata.deleteFileBuilder(table.spec())
                    .ofPositionDeletes()
                    .withPath(file.location() + ".deletes.parquet")
                    .withPartition(file.partition())
                    .withFileSizeInBytes(10)
                    .withRecordCount(1)
                    .build();
            table.newRowDelta().addDeletes(delete).commit();
            requireSame();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void withoutRoom(int bytes) {
        SnapshotFiles none = new SnapshotFiles(bytes);
        ScanTasks.Wish wish = wish(Expressions.lessThan("a", 20));

        assertThat(described(none.plan(wish, table))).containsExactlyInAnyOrderElementsOf(described(wish.plan(table)));
    }

    @Test
    void tablesOfTheSamePlaceAreToldApart() {
        requireSame();
        String location = table.location();
        tables().dropTable(location, true);
        table = tables().create(SCHEMA, PartitionSpec.unpartitioned(), Map.of(), location);
        append(3);
        requireSame();
    }
}
