package io.lakeflight.server.engines;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one statement as an engine sends them; failures are {@link QueryException}s. */
public final class EngineStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineStream.class);

    private final FlightStream stream;
    private final String engineId;
    private volatile Execution execution = Execution.getDefaultInstance();

    EngineStream(FlightStream stream, String engineId) {
        this.stream = stream;
        this.engineId = engineId;
    }

    /** Waits for the schema; every batch is loaded into this root in its turn. */
    public VectorSchemaRoot root() {
        try {
            return stream.getRoot();
        } catch (FlightRuntimeException e) {
            throw EngineErrors.toQueryException(e, engineId);
        }
    }

    /** Waits for the next batch and loads it; false if there are no more. */
    public boolean next() {
        try {
            while (stream.next()) {
                if (!readExecution()) {
                    return true;
                }
            }
            return false;
        } catch (FlightRuntimeException e) {
            throw EngineErrors.toQueryException(e, engineId);
        }
    }

    /** Reads a message that tells how the rows are made, if this is one. */
    private boolean readExecution() {
        ArrowBuf metadata = stream.getLatestMetadata();
        if (metadata == null || stream.getRoot().getRowCount() > 0) {
            return false;
        }
        try {
            execution = Execution.parseFrom(metadata.nioBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new QueryException(
                    ErrorCode.STATEMENT_FAILED, "Engine " + engineId + " does not tell how it made its rows", e);
        }
        return true;
    }

    /** How the rows are made, once that is told: before the first of them, and again after the last if it changes. */
    public Execution execution() {
        return execution;
    }

    /** Makes a waiting {@link #next} fail soon; any thread may call this, at any time. */
    public void cancel() {
        stream.cancel("canceled", null);
    }

    /** Cancels what has not arrived and frees what has. */
    @Override
    public void close() {
        try {
            stream.close();
        } catch (Exception e) {
            // Draining a canceled stream ends in the error that canceled it; the buffers are freed all the same.
            log.debug("Stream of engine {} closed before its end", engineId, e);
        }
    }
}
