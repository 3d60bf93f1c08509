package io.lakeflight.server.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Result;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to an engine that tells its health and does nothing else. */
@Timeout(20)
class TestEngineClient {
    private final BufferAllocator allocator = new RootAllocator();
    private final CountDownLatch executing = new CountDownLatch(1);
    private FlightServer engine;
    private EngineClient client;

    @BeforeEach
    void start() throws IOException {
        engine = FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), new IdleEngine())
                .build()
                .start();
        client = new EngineClient("idle-1", engine.getPort(), "token", allocator);
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        engine.close();
        allocator.close();
    }

    @Test
    void callThatIsGivenUpEnds() throws InterruptedException {
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        CompletableFuture<ErrorCode> failure = execute(givenUp);
        executing.await();

        givenUp.complete(null);

        assertThat(failure.join()).isEqualTo(ErrorCode.CANCELED);
        assertThat(client.health().getProtocolVersion()).isEqualTo(EngineProtocol.VERSION);
    }

    @Test
    void callsEndWithTheirClient() throws InterruptedException {
        CompletableFuture<ErrorCode> failure = execute(new CompletableFuture<>());
        executing.await();

        client.close();

        assertThat(failure.join()).isEqualTo(ErrorCode.ENGINE_LOST);
    }

    private CompletableFuture<ErrorCode> execute(CompletableFuture<Void> givenUp) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                client.execute(Statement.getDefaultInstance(), givenUp);
                throw new AssertionError("The call was answered");
            } catch (QueryException e) {
                return e.code();
            }
        });
    }

    private final class IdleEngine extends NoOpFlightProducer {
        @Override
        public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
            if (action.getType().equals(EngineProtocol.HEALTH)) {
                Health health = Health.newBuilder()
                        .setProtocolVersion(EngineProtocol.VERSION)
                        .build();
                listener.onNext(new Result(health.toByteArray()));
                listener.onCompleted();
            } else {
                executing.countDown();
            }
        }
    }
}
