package io.lakeflight.server.results;

import com.google.protobuf.ByteString;
import io.lakeflight.server.engines.EngineStream;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Passes batches on as they come; the receiver's pace is the engine's. */
public final class ResultRelay {
    private final BufferAllocator allocator;

    public ResultRelay(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Sends an engine's rows on until there are no more or the query is canceled, and closes the stream.
     *
     * @param schema the encapsulated schema the client was promised
     * @return rows sent
     */
    public long relay(EngineStream stream, ByteString schema, RowSink sink, CompletableFuture<Void> canceled) {
        onCancel(canceled, () -> {
            stream.cancel();
            sink.abort();
        });
        try (stream) {
            VectorSchemaRoot root = stream.root();
            requireSame(SchemaMessages.fromMessage(schema), root.getSchema());
            sink.start(root);
            long rows = 0;
            while (stream.next()) {
                rows += root.getRowCount();
                if (!sink.send()) {
                    throw clientWentAway();
                }
            }
            return rows;
        }
    }

    /** As above, of rows that the server itself has. */
    public void relay(HeldRows rows, ByteString schema, RowSink sink, CompletableFuture<Void> canceled) {
        onCancel(canceled, sink::abort);
        requireSame(SchemaMessages.fromMessage(schema), rows.schema());
        if (!rows.send(sink, allocator, canceled::isCompletedExceptionally)) {
            throw clientWentAway();
        }
    }

    /** The rows as an Arrow IPC stream, to be replayed; empty if they have no columns. */
    public ByteString keep(HeldRows rows) {
        if (rows.schema().getFields().isEmpty()) {
            return ByteString.EMPTY;
        }
        ByteString.Output stream = ByteString.newOutput();
        try (StreamSink sink = new StreamSink(stream)) {
            rows.send(sink, allocator, () -> false);
        }
        return stream.toByteString();
    }

    /** Sends rows that are held as an Arrow IPC stream; none if it is empty. */
    public void replay(ByteString rows, ByteString schema, RowSink sink) {
        if (rows.isEmpty()) {
            try (VectorSchemaRoot empty = VectorSchemaRoot.create(SchemaMessages.fromMessage(schema), allocator)) {
                sink.start(empty);
            }
            return;
        }
        try (ArrowStreamReader reader = new ArrowStreamReader(rows.newInput(), allocator)) {
            sink.start(reader.getVectorSchemaRoot());
            while (reader.loadNextBatch() && sink.send()) {
                // The reader has put the next batch into the root that the sink sends from.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onCancel(CompletableFuture<Void> canceled, Runnable action) {
        canceled.whenComplete((nothing, reason) -> {
            if (reason != null) {
                action.run();
            }
        });
    }

    private static QueryException clientWentAway() {
        return new QueryException(ErrorCode.CANCELED, "The client went away");
    }

    private static void requireSame(Schema promised, Schema actual) {
        if (!promised.equals(actual)) {
            throw new QueryException(
                    ErrorCode.STATEMENT_FAILED,
                    "The result's columns have changed since the statement was planned; send or prepare it again");
        }
    }
}
