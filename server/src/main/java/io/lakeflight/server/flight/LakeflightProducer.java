package io.lakeflight.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import io.lakeflight.server.query.CancelSignal;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.query.ParameterSource;
import io.lakeflight.server.query.PreparedStatement;
import io.lakeflight.server.query.Query;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.query.QueryRegistry;
import io.lakeflight.server.query.QueryState;
import io.lakeflight.server.results.SchemaMessages;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.GetSessionOptionsResult;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutUpdateResult;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Flight SQL's statement and session RPCs as calls of {@link QueryLifecycle}.
 *
 * <p>GetFlightInfo returns after planning for a query and after execution for a statement with effects; its ticket is
 * the query's id. DoGet leaves gRPC's thread at once, so that cancels and readiness are heard while rows flow.
 */
final class LakeflightProducer extends MetadataProducer {
    private final SessionRegistry sessions;
    private final QueryRegistry registry;
    private final QueryLifecycle lifecycle;
    private final SessionCalls sessionCalls;
    private final LimitsConfig limits;
    private final BufferAllocator allocator;
    private final ClientWait uploads;

    LakeflightProducer(Parts parts, FlightMetadata metadata, Executor streams, ClientWait uploads) {
        super(metadata, streams);
        this.sessions = parts.sessions();
        this.registry = parts.registry();
        this.lifecycle = parts.lifecycle();
        this.sessionCalls = new SessionCalls(parts.catalogs(), parts.routing(), parts.lifecycle());
        this.limits = parts.limits();
        this.allocator = parts.allocator();
        this.uploads = uploads;
    }

    // Statements: plan, describe, fetch

    @Override
    public FlightInfo getFlightInfoStatement(
            CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() -> {
            Session session = CallIdentity.caller().begin();
            return info(lifecycle.submit(session, command.getQuery(), GrpcCancel.ofThisCall()), descriptor);
        });
    }

    @Override
    public FlightInfo getFlightInfoPreparedStatement(
            CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() -> {
            PreparedStatement prepared = prepared(command.getPreparedStatementHandle());
            return info(lifecycle.submit(prepared, GrpcCancel.ofThisCall()), descriptor);
        });
    }

    @Override
    public SchemaResult getSchemaStatement(
            CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() ->
                schema(lifecycle.describe(CallIdentity.caller().begin(), command.getQuery(), GrpcCancel.ofThisCall())));
    }

    @Override
    public SchemaResult getSchemaPreparedStatement(
            CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() ->
                schema(lifecycle.describe(prepared(command.getPreparedStatementHandle()), GrpcCancel.ofThisCall())));
    }

    @Override
    public void getStreamStatement(TicketStatementQuery ticket, CallContext context, ServerStreamListener listener) {
        Query query = registry.query(
                ticket.getStatementHandle().toStringUtf8(),
                CallIdentity.caller().user());
        CancelSignal signal = GrpcCancel.ofThisCall();
        ClientSink sink = new ClientSink(listener, allocator);
        stream(listener, () -> {
            lifecycle.stream(query, sink, signal);
            listener.completed();
        });
    }

    private FlightInfo info(Query query, FlightDescriptor descriptor) {
        Ticket ticket = new Ticket(Any.pack(TicketStatementQuery.newBuilder()
                        .setStatementHandle(ByteString.copyFromUtf8(query.ticket()))
                        .build())
                .toByteArray());
        return FlightInfo.builder(
                        SchemaMessages.fromMessage(query.analysis().getSchema()),
                        descriptor,
                        List.of(new FlightEndpoint(ticket)))
                .setRecords(query.hasEffects() ? query.outcome().orElseThrow().getAffectedRows() : -1)
                .setOrdered(true)
                .setAppMetadata(query.id().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static SchemaResult schema(Analysis analysis) {
        return new SchemaResult(SchemaMessages.fromMessage(analysis.getSchema()));
    }

    // Prepared statements

    @Override
    public void createPreparedStatement(
            ActionCreatePreparedStatementRequest request, CallContext context, StreamListener<Result> listener) {
        reply(listener, () -> {
            String handle =
                    lifecycle.prepare(CallIdentity.caller().begin(), request.getQuery(), GrpcCancel.ofThisCall());
            Analysis analysis =
                    registry.prepared(handle, CallIdentity.caller().user()).analysis();
            return new Result(Any.pack(ActionCreatePreparedStatementResult.newBuilder()
                            .setPreparedStatementHandle(ByteString.copyFromUtf8(handle))
                            .setDatasetSchema(messageOrNone(analysis.getSchema()))
                            .setParameterSchema(messageOrNone(analysis.getParameterSchema()))
                            .build())
                    .toByteArray());
        });
    }

    /** Clients take any message, even of a schema without fields, for a result with rows. */
    private static ByteString messageOrNone(ByteString schema) {
        return SchemaMessages.fromMessage(schema).getFields().isEmpty() ? ByteString.EMPTY : schema;
    }

    @Override
    public void closePreparedStatement(
            ActionClosePreparedStatementRequest request, CallContext context, StreamListener<Result> listener) {
        try {
            registry.closeHandle(request.getPreparedStatementHandle().toStringUtf8());
            listener.onCompleted();
        } catch (Throwable e) {
            listener.onError(FlightErrors.toFlight(e));
        }
    }

    private PreparedStatement prepared(ByteString handle) {
        return registry.prepared(handle.toStringUtf8(), CallIdentity.caller().user());
    }

    // Updates and parameters

    @Override
    public Runnable acceptPutStatement(
            CommandStatementUpdate command, CallContext context, FlightStream stream, StreamListener<PutResult> ack) {
        // The answer does not wait for the end of the client's stream: some clients read it before they end theirs.
        return () -> acknowledge(
                ack,
                () -> lifecycle.update(CallIdentity.caller().begin(), command.getQuery(), GrpcCancel.ofThisCall()));
    }

    @Override
    public Runnable acceptPutPreparedStatementUpdate(
            CommandPreparedStatementUpdate command,
            CallContext context,
            FlightStream stream,
            StreamListener<PutResult> ack) {
        return () -> acknowledge(ack, () -> {
            PreparedStatement prepared = prepared(command.getPreparedStatementHandle());
            // Not bound to the handle: another execution of it at the same time must not see these values.
            return lifecycle.update(prepared, parameters(stream), GrpcCancel.ofThisCall());
        });
    }

    @Override
    public Runnable acceptPutPreparedStatementQuery(
            CommandPreparedStatementQuery command,
            CallContext context,
            FlightStream stream,
            StreamListener<PutResult> ack) {
        return () -> {
            try {
                PreparedStatement prepared = prepared(command.getPreparedStatementHandle());
                lifecycle.bind(prepared, parameters(stream), GrpcCancel.ofThisCall());
                ack.onCompleted();
            } catch (Throwable e) {
                ack.onError(FlightErrors.toFlight(e));
            }
        };
    }

    private ParameterSource parameters(FlightStream stream) {
        return size -> {
            try {
                return ParameterSets.read(stream, limits.maxParameterBytes(), uploads, size);
            } catch (FlightRuntimeException e) {
                throw FlightErrors.ofArrow(e);
            }
        };
    }

    private void acknowledge(StreamListener<PutResult> ack, LongSupplier update) {
        try {
            byte[] result = DoPutUpdateResult.newBuilder()
                    .setRecordCount(update.getAsLong())
                    .build()
                    .toByteArray();
            try (ArrowBuf metadata = allocator.buffer(result.length)) {
                metadata.writeBytes(result);
                ack.onNext(PutResult.metadata(metadata));
            }
            ack.onCompleted();
        } catch (Throwable e) {
            ack.onError(FlightErrors.toFlight(e));
        }
    }

    // Cancel and sessions

    @Override
    public void cancelFlightInfo(
            CancelFlightInfoRequest request, CallContext context, StreamListener<CancelStatus> listener) {
        reply(listener, () -> {
            Query query = queryOf(request.getInfo())
                    .orElseThrow(() -> new QueryException(
                            ErrorCode.UNKNOWN_TICKET, "There is no such query to cancel: it has expired or never was"));
            if (query.state() == QueryState.FINISHED || query.state() == QueryState.FAILED) {
                return CancelStatus.NOT_CANCELLABLE;
            }
            lifecycle.cancel(query, new QueryException(ErrorCode.CANCELED, "The statement was canceled"));
            return CancelStatus.CANCELLED;
        });
    }

    private Optional<Query> queryOf(FlightInfo info) {
        String user = CallIdentity.caller().user();
        return info.getEndpoints().stream()
                .map(LakeflightProducer::handleIn)
                .flatMap(Optional::stream)
                .flatMap(ticket -> lifecycle.find(ticket, user).stream())
                .findFirst();
    }

    private static Optional<String> handleIn(FlightEndpoint endpoint) {
        try {
            Any ticket = Any.parseFrom(endpoint.getTicket().getBytes());
            return ticket.is(TicketStatementQuery.class)
                    ? Optional.of(ticket.unpack(TicketStatementQuery.class)
                            .getStatementHandle()
                            .toStringUtf8())
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    @Override
    public void setSessionOptions(
            SetSessionOptionsRequest request, CallContext context, StreamListener<SetSessionOptionsResult> listener) {
        reply(listener, () -> sessionCalls.set(CallIdentity.caller().begin(), request, GrpcCancel.ofThisCall()));
    }

    @Override
    public void getSessionOptions(
            GetSessionOptionsRequest request, CallContext context, StreamListener<GetSessionOptionsResult> listener) {
        reply(listener, () -> sessionCalls.options(CallIdentity.caller().begin()));
    }

    @Override
    public void closeSession(
            CloseSessionRequest request, CallContext context, StreamListener<CloseSessionResult> listener) {
        reply(listener, () -> {
            CallIdentity.closeSession(sessions);
            return new CloseSessionResult(CloseSessionResult.Status.CLOSED);
        });
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        List.of(
                        FlightConstants.CANCEL_FLIGHT_INFO,
                        FlightConstants.SET_SESSION_OPTIONS,
                        FlightConstants.GET_SESSION_OPTIONS,
                        FlightConstants.CLOSE_SESSION)
                .forEach(listener::onNext);
        super.listActions(context, listener);
    }

    private static <T> void reply(StreamListener<T> listener, Supplier<T> work) {
        try {
            listener.onNext(work.get());
            listener.onCompleted();
        } catch (Throwable e) {
            listener.onError(FlightErrors.toFlight(e));
        }
    }
}
