package io.lakeflight.engine.spark.fastlane.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too much for the lane is so in whatever way the files have been found. */
class TestTableFiles {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "n", Types.LongType.get()),
            Types.NestedField.optional(2, "text", Types.StringType.get()),
            Types.NestedField.optional(3, "part", Types.IntegerType.get()));
    private static final long FILE_BYTES = 32_000;
    private static final long TEXT_BYTES = 30_000;
    private static final int FILES = 4;

    private final SnapshotFiles snapshots = new SnapshotFiles(1 << 24);

    @TempDir
    private Path directory;

    private Table table;

    @BeforeEach
    void createTable() {
        PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).identity("part").build();
        table = new HadoopTables(new Configuration())
                .create(SCHEMA, spec, Map.of(), directory.resolve("t").toString());
        var append = table.newAppend();
        for (int part = 0; part < FILES; part++) {
            PartitionData values = new PartitionData(spec.partitionType());
            values.set(0, part);
            append.appendFile(DataFiles.builder(spec)
                    .withPath(table.location() + "/data/f" + part + ".parquet")
                    .withFileSizeInBytes(FILE_BYTES)
                    .withPartition(values)
                    .withMetrics(new Metrics(1_000L, Map.of(1, 500L, 2, TEXT_BYTES, 3, 10L), null, null, null))
                    .build());
        }
        append.commit();
    }

    /** What a scan comes to: the least limit that takes it. */
    private static long bytes(SnapshotFiles snapshots, ScanTasks... scans) throws Refusal {
        long taken = FILES * FILE_BYTES * scans.length;
        long refused = -1;
        while (taken - refused > 1) {
            long middle = (taken + refused) / 2;
            if (isTaken(middle, snapshots, scans)) {
                taken = middle;
            } else {
                refused = middle;
            }
        }
        return taken;
    }

    private static boolean isTaken(long mostBytes, SnapshotFiles snapshots, ScanTasks... scans) {
        TableFiles files = new TableFiles(mostBytes, 1_000_000, DataCache.none(), snapshots);
        try {
            for (ScanTasks scan : scans) {
                List<String> names = scan.projection().columns().stream()
                        .map(Types.NestedField::name)
                        .toList();
                files.from(scan, names, names);
            }
            return true;
        } catch (Refusal e) {
            assertThat(e).hasMessage("more bytes than fast-lane.max-bytes");
            return false;
        }
    }

    private ScanTasks.Wish wish(Expression filter, String... columns) {
        return new ScanTasks.Wish(SCHEMA.select(List.of(columns)), filter, true);
    }

    private void requireBytes(long expected, SnapshotFiles kept, ScanTasks.Wish wish) throws Refusal {
        assertThat(bytes(kept, wish.plan(table))).as("as Spark plans it").isEqualTo(expected);
        assertThat(bytes(kept, kept.plan(wish, table))).as("as it is known").isEqualTo(expected);
    }

    @Test
    void columnsThatAreReadCount() throws Refusal {
        Expression all = Expressions.alwaysTrue();
        requireBytes(FILES * 500, snapshots, wish(all, "n"));
        requireBytes(FILES * TEXT_BYTES, snapshots, wish(all, "text"));
        requireBytes(FILES * 510, snapshots, wish(all, "n", "part"));
        requireBytes(FILES * 500, snapshots, wish(all));
    }

    /** Then it is Iceberg that plans, with a filter for partitions, and its tasks have no statistics. */
    @Test
    void filesOfPartitionsThatAreReadCount() throws Refusal {
        requireBytes(2 * 500, snapshots, wish(Expressions.lessThan("part", 2), "n"));
    }

    /** Of 32 bytes of a row a number is 8. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4_000})
    void whereNoStatisticsAreKeptTypesTell(int room) throws Refusal {
        SnapshotFiles few = new SnapshotFiles(room);
        requireBytes(FILES * FILE_BYTES / 4, few, wish(Expressions.alwaysTrue(), "n"));
        requireBytes(FILE_BYTES / 4, few, wish(Expressions.equal("part", 1), "n"));
    }

    @Test
    void scansOfAStatementCountTogether() throws Refusal {
        ScanTasks numbers = wish(Expressions.alwaysTrue(), "n").plan(table);
        ScanTasks texts = wish(Expressions.alwaysTrue(), "text").plan(table);

        assertThat(bytes(snapshots, numbers, texts, numbers)).isEqualTo(FILES * (500 + TEXT_BYTES + 500));
    }

    @Test
    void rowsCountWhole() {
        TableFiles files = new TableFiles(FILES * FILE_BYTES, 3_999, DataCache.none(), snapshots);
        ScanTasks scan = wish(Expressions.alwaysTrue(), "n").plan(table);

        assertThatThrownBy(() -> files.from(scan, List.of("n"), List.of("n")))
                .hasMessage("more rows than fast-lane.max-rows");
    }
}
