package io.lakeflight.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.vector.types.pojo.Schema;

/** The metadata half of the producer: every command is its own ticket, answered from the catalogs without an engine. */
abstract class MetadataProducer extends BasicFlightSqlProducer {
    private final FlightMetadata metadata;
    private final Executor streams;

    MetadataProducer(FlightMetadata metadata, Executor streams) {
        this.metadata = metadata;
        this.streams = streams;
    }

    /** Leaves gRPC's thread at once: while it works, it brings no news of the client's readiness or its cancel. */
    final void stream(ServerStreamListener listener, Runnable answer) {
        streams.execute(() -> {
            try {
                answer.run();
            } catch (Throwable e) {
                listener.error(FlightErrors.toFlight(e));
            }
        });
    }

    @Override
    protected <T extends Message> List<FlightEndpoint> determineEndpoints(
            T request, FlightDescriptor descriptor, Schema schema) {
        return List.of(new FlightEndpoint(new Ticket(Any.pack(request).toByteArray())));
    }

    @Override
    public void getStreamCatalogs(CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamCatalogs(listener));
    }

    @Override
    public void getStreamSchemas(CommandGetDbSchemas command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamSchemas(command, listener));
    }

    @Override
    public void getStreamTables(CommandGetTables command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamTables(command, listener));
    }

    @Override
    public void getStreamTableTypes(CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamTableTypes(listener));
    }

    @Override
    public void getStreamPrimaryKeys(
            CommandGetPrimaryKeys command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamPrimaryKeys(command, listener));
    }

    @Override
    public void getStreamExportedKeys(
            CommandGetExportedKeys command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamExportedKeys(command, listener));
    }

    @Override
    public void getStreamImportedKeys(
            CommandGetImportedKeys command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamImportedKeys(command, listener));
    }

    @Override
    public void getStreamCrossReference(
            CommandGetCrossReference command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamCrossReference(command, listener));
    }

    @Override
    public void getStreamTypeInfo(CommandGetXdbcTypeInfo command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamTypeInfo(command, listener));
    }

    @Override
    public void getStreamSqlInfo(CommandGetSqlInfo command, CallContext context, ServerStreamListener listener) {
        stream(listener, () -> metadata.streamSqlInfo(command, listener));
    }
}
