package io.lakeflight.server.flight;

import com.google.protobuf.ByteString;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Collects the parameter batches a client uploads, as one Arrow IPC stream of bounded size. */
final class ParameterSets {
    /** All batches of the stream; empty if it has no column or no row. Tells {@code size} how many bytes it holds. */
    static ByteString read(FlightStream stream, int maxBytes, ClientWait uploads, IntConsumer size) {
        if (!uploads.await(stream::next)) {
            return ByteString.EMPTY;
        }
        if (!stream.hasRoot()) {
            throw new QueryException(
                    ErrorCode.INVALID_PARAMETERS, "The parameters came without a schema (expected: an Arrow stream)");
        }
        VectorSchemaRoot root = stream.getRoot();
        ByteString.Output bytes = ByteString.newOutput();
        long rows = 0;
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, stream.getDictionaryProvider(), bytes)) {
            writer.start();
            do {
                rows += root.getRowCount();
                writer.writeBatch();
                if (bytes.size() > maxBytes) {
                    throw new QueryException(
                                    ErrorCode.INVALID_PARAMETERS,
                                    "The parameters are larger than %d bytes (limits.max-parameter-size)"
                                            .formatted(maxBytes))
                            .withSqlState("54000");
                }
                size.accept(bytes.size());
            } while (uploads.await(stream::next));
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows == 0 || root.getFieldVectors().isEmpty() ? ByteString.EMPTY : bytes.toByteString();
    }

    private ParameterSets() {}
}
