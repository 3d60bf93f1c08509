package io.lakeflight.engine.spark.fastlane.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.util.ArrowUtils;
import org.junit.jupiter.api.Test;

class TestRowHashes {
    private static final List<Integer> ALL = List.of(0, 1, 2);

    /** Of rows of a number, a text and a double. */
    private static Fingerprint of(List<Integer> columns, List<List<Object>> rows, int batchRows) {
        try (BufferAllocator allocator = ArrowUtils.rootAllocator().newChildAllocator("test", 0, Long.MAX_VALUE);
                VectorSchemaRoot root = VectorSchemaRoot.of(
                        new BigIntVector("n", allocator),
                        new VarCharVector("t", allocator),
                        new Float8Vector("d", allocator));
                RowHashes hashes = new RowHashes(root.getSchema(), columns)) {
            for (int start = 0; start < rows.size(); start += batchRows) {
                fill(root, rows.subList(start, Math.min(rows.size(), start + batchRows)));
                try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
                    hashes.add(batch);
                }
            }
            return hashes.fingerprint();
        }
    }

    private static void fill(VectorSchemaRoot root, List<List<Object>> rows) {
        root.getFieldVectors().forEach(FieldVector::reset);
        for (int row = 0; row < rows.size(); row++) {
            List<Object> values = rows.get(row);
            if (values.get(0) instanceof Long number) {
                ((BigIntVector) root.getVector(0)).setSafe(row, number);
            }
            if (values.get(1) instanceof String text) {
                ((VarCharVector) root.getVector(1)).setSafe(row, text.getBytes(StandardCharsets.UTF_8));
            }
            if (values.get(2) instanceof Double number) {
                ((Float8Vector) root.getVector(2)).setSafe(row, number);
            }
        }
        root.setRowCount(rows.size());
    }

    private static Fingerprint of(List<List<Object>> rows) {
        return of(ALL, rows, 100);
    }

    private static List<Object> row(Long number, String text, Double fraction) {
        return Arrays.asList(number, text, fraction);
    }

    @Test
    void orderAndBatchesDoNotCount() {
        List<List<Object>> rows = IntStream.range(0, 50)
                .mapToObj(i -> row((long) (i % 7), i % 5 == 0 ? null : "text " + i % 11, i / 3.0))
                .toList();
        List<List<Object>> reversed = new java.util.ArrayList<>(rows);
        Collections.reverse(reversed);

        assertThat(of(ALL, reversed, 7)).isEqualTo(of(ALL, rows, 100));
        assertThat(of(rows).rows()).isEqualTo(50);
    }

    @Test
    void repetitionsCount() {
        List<Object> row = row(1L, "a", 2.0);
        List<Object> other = row(2L, "a", 2.0);

        assertThat(of(List.of(row, row, other)).hash())
                .isNotEqualTo(of(List.of(row, other, other)).hash());
        // Twice the same is not nothing, as it were if the hashes cancelled each other out.
        assertThat(of(List.of(row, row)).hash()).isNotEqualTo(of(List.of()).hash());
        assertThat(of(List.of(row, row))).isNotEqualTo(of(List.of(row)));
    }

    @Test
    void everyValueCounts() {
        List<List<List<Object>>> all = List.of(
                List.of(row(1L, "a", 1.5)),
                List.of(row(2L, "a", 1.5)),
                List.of(row(1L, "b", 1.5)),
                List.of(row(1L, "", 1.5)),
                List.of(row(1L, null, 1.5)),
                List.of(row(null, "a", 1.5)),
                List.of(row(null, null, null)),
                List.of(row(1L, "a", Math.nextUp(1.5))));

        assertThat(all.stream().map(TestRowHashes::of).distinct()).hasSize(all.size());
    }

    @Test
    void whatSqlTakesForEqualIsEqual() {
        double otherNan = Double.longBitsToDouble(0x7ff8000000000001L);

        assertThat(of(List.of(row(1L, "a", -0.0)))).isEqualTo(of(List.of(row(1L, "a", 0.0))));
        assertThat(of(List.of(row(1L, "a", otherNan)))).isEqualTo(of(List.of(row(1L, "a", Double.NaN))));
    }

    @Test
    void onlyChosenColumnsCount() {
        List<List<Object>> rows = List.of(row(1L, "a", 1.5), row(2L, "b", 2.5));
        List<List<Object>> others = List.of(row(2L, "c", 1.5), row(1L, "d", 2.5));

        assertThat(of(List.of(0), others, 9)).isEqualTo(of(List.of(0), rows, 9));
        assertThat(of(List.of(0, 2), others, 9)).isNotEqualTo(of(List.of(0, 2), rows, 9));
        assertThat(of(List.of(), others, 9)).isEqualTo(of(List.of(), rows, 9));
        assertThat(of(List.of(), others, 9)).isNotEqualTo(of(List.of(), others.subList(0, 1), 9));
    }
}
