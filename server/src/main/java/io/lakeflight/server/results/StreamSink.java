package io.lakeflight.server.results;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes rows as an Arrow IPC stream, which is whole once it is closed. */
final class StreamSink implements RowSink, AutoCloseable {
    private final OutputStream stream;
    private @Nullable ArrowStreamWriter writer;

    StreamSink(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void start(VectorSchemaRoot root) {
        writer = new ArrowStreamWriter(root, null, stream);
        write(ArrowStreamWriter::start);
    }

    @Override
    public boolean send() {
        write(ArrowStreamWriter::writeBatch);
        return true;
    }

    @Override
    public void abort() {
        // Nobody is waited for.
    }

    @Override
    public void close() {
        write(ArrowStreamWriter::end);
    }

    private interface Step {
        void apply(ArrowStreamWriter writer) throws IOException;
    }

    private void write(Step step) {
        try {
            step.apply(Objects.requireNonNull(writer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
