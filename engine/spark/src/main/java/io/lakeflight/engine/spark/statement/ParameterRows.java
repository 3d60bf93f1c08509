package io.lakeflight.engine.spark.statement;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.spark.error.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Parameter values as they were bound, in Spark's internal form and in the types the client chose.
 *
 * @param rows one array per parameter set
 */
public record ParameterRows(List<DataType> types, List<Object[]> rows) {
    public static ParameterRows read(ByteString stream) {
        if (stream.isEmpty()) {
            return new ParameterRows(List.of(), List.of());
        }
        try (BufferAllocator allocator = ArrowUtils.rootAllocator().newChildAllocator("parameters", 0, Long.MAX_VALUE);
                ArrowStreamReader reader = new ArrowStreamReader(stream.newInput(), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            List<ArrowColumn> columns = new ArrayList<>();
            for (Field field : root.getSchema().getFields()) {
                columns.add(ArrowColumn.of(field, columns.size() + 1));
            }
            List<Object[]> rows = new ArrayList<>();
            while (reader.loadNextBatch()) {
                addRows(root, columns, rows);
            }
            return new ParameterRows(columns.stream().map(ArrowColumn::type).toList(), rows);
        } catch (IOException e) {
            throw EngineException.user("INVALID_PARAMETERS", "22018", "The parameters are not an Arrow IPC stream");
        }
    }

    /** Whether a value of any set is a text of this kind. */
    public boolean hasText(Predicate<String> kind) {
        return rows.stream()
                .flatMap(Arrays::stream)
                .anyMatch(value -> value instanceof UTF8String text && kind.test(text.toString()));
    }

    private static void addRows(VectorSchemaRoot root, List<ArrowColumn> columns, List<Object[]> rows) {
        for (int row = 0; row < root.getRowCount(); row++) {
            Object[] values = new Object[columns.size()];
            for (int index = 0; index < values.length; index++) {
                FieldVector vector = root.getVector(index);
                values[index] = vector.isNull(row) ? null : columns.get(index).read(vector, row);
            }
            rows.add(values);
        }
    }
}
