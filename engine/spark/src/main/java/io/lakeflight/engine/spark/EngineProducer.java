package io.lakeflight.engine.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.lakeflight.engine.protocol.CloseSession;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.QueryReference;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.error.EngineErrors;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the engine protocol, each handed to the part of the engine that answers it. */
final class EngineProducer extends NoOpFlightProducer {
    private static final Logger log = LoggerFactory.getLogger(EngineProducer.class);

    private final Engine engine;
    private final ExecutorService streams;

    EngineProducer(Engine engine, ExecutorService streams) {
        this.engine = engine;
        this.streams = streams;
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        try {
            answer(action.getType(), action.getBody())
                    .ifPresent(answer -> listener.onNext(new Result(answer.toByteArray())));
            listener.onCompleted();
        } catch (InvalidProtocolBufferException e) {
            listener.onError(CallStatus.INVALID_ARGUMENT
                    .withDescription("The body of " + action.getType() + " is malformed")
                    .toRuntimeException());
        } catch (Throwable e) {
            listener.onError(EngineErrors.status(e, sql(action), action.getType()));
        }
    }

    private Optional<Message> answer(String action, byte[] body) throws Exception {
        return switch (action) {
            case EngineProtocol.OPEN_SESSION -> Optional.of(engine.open(OpenSession.parseFrom(body)));
            case EngineProtocol.CLOSE_SESSION -> {
                engine.close(CloseSession.parseFrom(body));
                yield Optional.empty();
            }
            case EngineProtocol.ANALYZE -> Optional.of(whileCalled(Statement.parseFrom(body), engine::analyze));
            case EngineProtocol.EXECUTE -> Optional.of(whileCalled(Statement.parseFrom(body), engine::execute));
            case EngineProtocol.CANCEL -> {
                engine.cancel(QueryReference.parseFrom(body).getQueryId());
                yield Optional.empty();
            }
            case EngineProtocol.PROGRESS -> Optional.of(engine.progress(QueryReference.parseFrom(body)));
            case EngineProtocol.HEALTH -> Optional.of(engine.health());
            case EngineProtocol.DRAIN -> {
                engine.drain();
                yield Optional.empty();
            }
            default ->
                throw CallStatus.UNIMPLEMENTED
                        .withDescription("Unknown action " + action)
                        .toRuntimeException();
        };
    }

    /** What a statement is answered with. */
    private interface Answer {
        Message to(Statement statement) throws Exception;
    }

    /** Cancels the statement when its caller gives up on the call. */
    private Message whileCalled(Statement statement, Answer answer) throws Exception {
        Context call = Context.current();
        Context.CancellationListener gaveUp = ended -> engine.cancel(statement.getQueryId());
        call.addListener(gaveUp, Runnable::run);
        try {
            return answer.to(statement);
        } finally {
            call.removeListener(gaveUp);
        }
    }

    private static String sql(Action action) {
        try {
            boolean statement = action.getType().equals(EngineProtocol.ANALYZE)
                    || action.getType().equals(EngineProtocol.EXECUTE);
            return statement ? Statement.parseFrom(action.getBody()).getSql() : "";
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        Statement statement;
        try {
            statement = Statement.parseFrom(ticket.getBytes());
        } catch (InvalidProtocolBufferException e) {
            listener.error(CallStatus.INVALID_ARGUMENT
                    .withDescription("The ticket is malformed")
                    .toRuntimeException());
            return;
        }
        CallbackBackpressureStrategy pressure = new CallbackBackpressureStrategy();
        pressure.register(listener);
        Context call = Context.current();
        Context.CancellationListener gaveUp = ended -> {
            engine.cancel(statement.getQueryId());
            pressure.interruptWait();
        };
        call.addListener(gaveUp, Runnable::run);
        // gRPC tells of readiness and cancellation on the thread it called us on, so that one must not be kept.
        streams.execute(() -> {
            try {
                engine.stream(statement, listener, pressure);
                call.removeListener(gaveUp);
                listener.completed();
            } catch (Throwable e) {
                call.removeListener(gaveUp);
                fail(statement, listener, e);
            }
        });
    }

    private static void fail(Statement statement, ServerStreamListener listener, Throwable failure) {
        try {
            listener.error(EngineErrors.status(failure, statement.getSql(), statement.getQueryId()));
        } catch (RuntimeException e) {
            log.debug("The caller of query {} is gone", statement.getQueryId(), e);
        }
    }
}
