package io.lakeflight.engine.spark.fastlane.duckdb;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.run.BatchSink;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole result of a statement, which nothing can go wrong with any more: DuckDB's vectors, handed on as they are
 * through Arrow's C data interface.
 */
public final class DuckRows implements AutoCloseable {
    /** What rows of the expected size are to fill. */
    private static final long BATCH_BYTES = 1 << 20;
    /** No batch is larger, unless one row is: cutting one copies the offsets of its texts, so few are to be cut. */
    private static final long MOST_BATCH_BYTES = 2 << 20;

    private static final int MOST_BATCH_ROWS = 1 << 16;
    /** DuckDB's own vectors have as many; batches are whole ones. */
    private static final int VECTOR_ROWS = 2_048;
    /** Slices that begin at a whole byte of the validity bits need no shift of them. */
    private static final int BITS = 8;

    private static final Logger log = LoggerFactory.getLogger(DuckRows.class);

    private final DuckSession session;
    private final HeldRows rows;
    private final ArrowReader reader;
    private boolean isRead;

    private DuckRows(DuckSession session, HeldRows rows, ArrowReader reader) {
        this.session = session;
        this.rows = rows;
        this.reader = reader;
    }

    /**
     * Rows that the session holds; closes both with them, but neither if this fails.
     *
     * @param allocator that lasts longer than they do: whoever sends batches may hold them for a while
     * @param schema Spark's, under which the rows are sent
     * @throws WrongTypeException if the rows are not of these types
     */
    public static DuckRows of(
            DuckSession session, HeldRows rows, BufferAllocator allocator, Schema schema, int rowBytes)
            throws SQLException, IOException, WrongTypeException {
        ArrowReader reader = (ArrowReader)
                rows.rows().unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRows(rowBytes));
        @Nullable DuckRows opened = null;
        try {
            StorageTypes.require(schema, reader.getVectorSchemaRoot().getSchema());
            opened = new DuckRows(session, rows, reader);
            return opened;
        } finally {
            if (opened == null) {
                reader.close();
            }
        }
    }

    private static int batchRows(int rowBytes) {
        long fitting = BATCH_BYTES / Math.max(1, rowBytes) / VECTOR_ROWS * VECTOR_ROWS;
        return (int) Math.max(VECTOR_ROWS, Math.min(MOST_BATCH_ROWS, fitting));
    }

    /** Sends the rows, in order; once. */
    public void writeTo(BatchSink sink) throws Exception {
        if (isRead) {
            throw new IllegalStateException("The rows have been read");
        }
        isRead = true;
        while (loadNextBatch()) {
            write(reader.getVectorSchemaRoot(), sink);
        }
    }

    /** They have all been there, in memory or on disk: that is no more, and Spark cannot begin anew where rows have been sent. */
    private boolean loadNextBatch() {
        try {
            return reader.loadNextBatch();
        } catch (IOException e) {
            log.warn("Rows that were held cannot be read any more", e);
            throw new EngineException(
                    ErrorCategory.RESOURCES,
                    "RESULT_LOST",
                    "53000",
                    "The rows of the statement could not be read to their end; send the statement again");
        }
    }

    /** In halves, if it is too large: only DuckDB knows before how long texts are. */
    private static void write(VectorSchemaRoot batch, BatchSink sink) throws Exception {
        int count = batch.getRowCount();
        if (count <= 1 || bytes(batch) <= MOST_BATCH_BYTES) {
            try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch()) {
                sink.write(message);
            }
            return;
        }
        int half = count >= 2 * BITS ? count / 2 / BITS * BITS : count / 2;
        try (VectorSchemaRoot first = batch.slice(0, half)) {
            write(first, sink);
        }
        try (VectorSchemaRoot second = batch.slice(half, count - half)) {
            write(second, sink);
        }
    }

    private static long bytes(VectorSchemaRoot batch) {
        return batch.getFieldVectors().stream()
                .mapToLong(FieldVector::getBufferSize)
                .sum();
    }

    @Override
    public void close() throws SQLException, IOException {
        try (session;
                rows) {
            reader.close();
        }
    }
}
