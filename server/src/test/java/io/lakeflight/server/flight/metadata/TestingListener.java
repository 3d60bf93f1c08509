package io.lakeflight.server.flight.metadata;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

/** A client that is always ready and keeps what it is sent as Java objects. */
final class TestingListener implements ServerStreamListener {
    private final List<List<List<Object>>> batches = new ArrayList<>();
    private VectorSchemaRoot root;
    private Schema schema;
    private boolean completed;

    Schema schema() {
        return schema;
    }

    boolean isCompleted() {
        return completed;
    }

    int batches() {
        return batches.size();
    }

    List<List<Object>> rows() {
        return batches.stream().flatMap(List::stream).toList();
    }

    @Override
    public void start(VectorSchemaRoot root, DictionaryProvider dictionaries, IpcOption option) {
        this.root = root;
        this.schema = root.getSchema();
    }

    @Override
    public void putNext() {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < root.getRowCount(); row++) {
            List<Object> values = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                Object value = vector.getObject(row);
                values.add(value instanceof Text ? value.toString() : value);
            }
            rows.add(values);
        }
        batches.add(rows);
    }

    @Override
    public void putNext(ArrowBuf metadata) {
        putNext();
    }

    @Override
    public void putMetadata(ArrowBuf metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void error(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void completed() {
        completed = true;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public boolean isReady() {
        return true;
    }
}
