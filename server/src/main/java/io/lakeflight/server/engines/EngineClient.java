package io.lakeflight.server.engines;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.CloseSession;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.QueryReference;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Calls to one engine. Every failure is a {@link io.lakeflight.server.error.QueryException}. Calls block; any number of
 * threads may call.
 */
public final class EngineClient implements AutoCloseable {
    private static final Duration SHORT_CALL = Duration.ofSeconds(5);
    private static final Duration ANALYSIS = Duration.ofMinutes(2);

    private final String engineId;
    private final BufferAllocator allocator;
    private final ManagedChannel channel;
    private final FlightClient client;
    private final CallOption credentials;

    /** Connects to an engine of this machine; {@code engineId} names this process in errors, never another one. */
    public EngineClient(String engineId, int port, String token, BufferAllocator parent) {
        this.engineId = engineId;
        this.allocator = parent.newChildAllocator("engine-" + engineId, 0, Long.MAX_VALUE);
        this.channel = NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .maxInboundMetadataSize(Integer.MAX_VALUE)
                .build();
        this.client = FlightGrpcUtils.createFlightClient(allocator, channel);
        this.credentials = new CredentialCallOption(new BearerCredentialWriter(token));
    }

    public String engineId() {
        return engineId;
    }

    /** Ends early, as canceled, when {@code givenUp} completes. */
    public SessionState openSession(OpenSession request, CompletableFuture<Void> givenUp) {
        return unless(givenUp, () -> call(EngineProtocol.OPEN_SESSION, request, SessionState.parser(), ANALYSIS));
    }

    public void closeSession(String sessionId) {
        CloseSession request = CloseSession.newBuilder().setSessionId(sessionId).build();
        call(EngineProtocol.CLOSE_SESSION, request.toByteArray(), SHORT_CALL);
    }

    /** What the engine's Spark makes of a statement; nothing is executed. */
    public Analysis analyze(Statement statement) {
        return call(EngineProtocol.ANALYZE, statement, Analysis.parser(), ANALYSIS);
    }

    /**
     * Executes a statement with effects and waits for its end; the caller bounds the time by {@link #cancel}. Ends early,
     * as canceled, when {@code givenUp} completes: the engine may then still work on the statement.
     */
    public Outcome execute(Statement statement, CompletableFuture<Void> givenUp) {
        return unless(
                givenUp,
                () -> parse(call(EngineProtocol.EXECUTE, statement.toByteArray(), credentials), Outcome.parser()));
    }

    /** Starts a statement without effects; the caller closes the stream. */
    public EngineStream stream(Statement statement) {
        try {
            return new EngineStream(client.getStream(new Ticket(statement.toByteArray()), credentials), engineId);
        } catch (FlightRuntimeException e) {
            throw EngineErrors.toQueryException(e, engineId);
        }
    }

    /** Ends a statement; knows no unknown or finished one. */
    public void cancel(String queryId) {
        QueryReference request = QueryReference.newBuilder().setQueryId(queryId).build();
        call(EngineProtocol.CANCEL, request.toByteArray(), SHORT_CALL);
    }

    /** Asked for nobody: that a client has gone says nothing of the engine. */
    public Health health() {
        Context previous = Context.ROOT.attach();
        try {
            return parse(call(EngineProtocol.HEALTH, new byte[0], SHORT_CALL), Health.parser());
        } finally {
            Context.ROOT.detach(previous);
        }
    }

    /** Asks the engine to refuse new statements, finish the running ones and exit. */
    public void drain() {
        call(EngineProtocol.DRAIN, new byte[0], SHORT_CALL);
    }

    private static <T> T unless(CompletableFuture<Void> givenUp, Supplier<T> call) {
        Context.CancellableContext context = Context.current().withCancellation();
        givenUp.whenComplete((nothing, reason) -> context.cancel(null));
        Context previous = context.attach();
        try {
            return call.get();
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    private <T> T call(String action, MessageLite request, Parser<T> answer, Duration timeout) {
        return parse(call(action, request.toByteArray(), timeout), answer);
    }

    private byte[] call(String action, byte[] body, Duration timeout) {
        return call(action, body, credentials, CallOptions.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private byte[] call(String action, byte[] body, CallOption... options) {
        try {
            Iterator<Result> results = client.doAction(new Action(action, body), options);
            byte[] answer = new byte[0];
            // Reading to the end is what completes the call, and what reports its failure.
            while (results.hasNext()) {
                answer = results.next().getBody();
            }
            return answer;
        } catch (FlightRuntimeException e) {
            throw EngineErrors.toQueryException(e, engineId);
        }
    }

    private static <T> T parse(byte[] body, Parser<T> parser) {
        try {
            return parser.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Engine answered what is not " + parser, e);
        }
    }

    /** Calls that are still waited for end: the engine is lost to them. */
    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        client.close();
        allocator.close();
    }
}
