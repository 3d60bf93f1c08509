package io.lakeflight.engine.spark;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Parameter sets for tests. */
final class TestingParameters {
    private static final RootAllocator ALLOCATOR = new RootAllocator();

    private TestingParameters() {}

    static VectorSchemaRoot parameters(FieldVector... columns) {
        return VectorSchemaRoot.of(columns);
    }

    static Float8Vector doubles(double... values) {
        Float8Vector vector = new Float8Vector("parameter", ALLOCATOR);
        vector.allocateNew(values.length);
        for (int row = 0; row < values.length; row++) {
            vector.set(row, values[row]);
        }
        vector.setValueCount(values.length);
        return vector;
    }

    static BigIntVector longs(Long... values) {
        BigIntVector vector = new BigIntVector("p", ALLOCATOR);
        vector.allocateNew(values.length);
        for (int row = 0; row < values.length; row++) {
            if (values[row] == null) {
                vector.setNull(row);
            } else {
                vector.set(row, values[row]);
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }

    static VarCharVector strings(String... values) {
        VarCharVector vector = new VarCharVector("p", ALLOCATOR);
        vector.allocateNew();
        for (int row = 0; row < values.length; row++) {
            vector.setSafe(row, values[row].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        vector.setValueCount(values.length);
        return vector;
    }

    static ByteString serialize(VectorSchemaRoot root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        root.setRowCount(root.getVector(0).getValueCount());
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
