package io.lakeflight.engine.spark.fastlane.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** How much of a file some columns are. */
class TestReadColumns {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "i", Types.IntegerType.get()),
            Types.NestedField.optional(2, "s", Types.StringType.get()),
            Types.NestedField.optional(3, "small", Types.DecimalType.of(9, 2)),
            Types.NestedField.optional(4, "medium", Types.DecimalType.of(18, 2)),
            Types.NestedField.optional(5, "large", Types.DecimalType.of(38, 2)),
            Types.NestedField.optional(
                    6,
                    "both",
                    Types.StructType.of(
                            Types.NestedField.optional(7, "l", Types.LongType.get()),
                            Types.NestedField.optional(8, "b", Types.BooleanType.get()))),
            Types.NestedField.optional(9, "list", Types.ListType.ofOptional(10, Types.StringType.get())));
    /** Of one row: 4 + 20 + 4 + 8 + 16 + (8 + 1) + 20. */
    private static final long WIDTH = 81;

    private static final DataFile FILE = DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath("/t/f.parquet")
            .withFileSizeInBytes(WIDTH * 1_000)
            .withRecordCount(1_000)
            .build();

    private static ReadColumns columns(String... names) throws Exception {
        return ReadColumns.of(
                SCHEMA, ParquetColumns.of(SCHEMA, SCHEMA.select(List.of(names)), List.of(names), List.of(names)));
    }

    private static long bytes(Map<Integer, Long> sizes, String... names) throws Exception {
        return columns(names).bytes(FILE, sizes);
    }

    @Test
    void withoutSizesTypesTell() throws Exception {
        Map<Integer, Long> unknown = Map.of();

        assertThat(bytes(unknown, "i")).isEqualTo(4_000);
        assertThat(bytes(unknown, "s")).isEqualTo(20_000);
        assertThat(bytes(unknown, "small", "medium", "large")).isEqualTo(28_000);
        assertThat(bytes(unknown, "both")).isEqualTo(9_000);
        assertThat(bytes(unknown, "i", "i", "both")).isEqualTo(13_000);
    }

    @Test
    void sizesAreTakenWhereTheyAreKnown() throws Exception {
        Map<Integer, Long> sizes = Map.of(1, 100L, 2, 70_000L, 3, 1L, 4, 2L, 5, 3L, 7, 500L, 8, 20L, 10, 9_000L);

        assertThat(bytes(sizes, "i")).isEqualTo(100);
        assertThat(bytes(sizes, "i", "s")).isEqualTo(70_100);
        assertThat(bytes(sizes, "both")).isEqualTo(520);
    }

    /** Those beyond the first hundred of a table have none. */
    @Test
    void columnsWithoutASizeShareWhatIsLeft() throws Exception {
        Map<Integer, Long> sizes = Map.of(2, 60_000L, 10, 11_000L);

        assertThat(bytes(sizes, "s")).isEqualTo(60_000);
        assertThat(bytes(sizes, "i")).isEqualTo(976);
        assertThat(bytes(sizes, "i", "s")).isEqualTo(60_000 + 976);
    }

    @Test
    void noColumnIsOneColumn() throws Exception {
        assertThat(bytes(Map.of())).isEqualTo(4_000);
        assertThat(bytes(Map.of(1, 7L, 2, 70_000L))).isEqualTo(7);
    }

    @Test
    void neverMoreThanTheFile() throws Exception {
        assertThat(bytes(Map.of(1, 60_000L, 2, 70_000L), "i", "s")).isEqualTo(FILE.fileSizeInBytes());
        assertThat(bytes(Map.of(2, 90_000L), "i")).isZero();
    }
}
