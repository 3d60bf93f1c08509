package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With Arrow's service and raw messages, such as no client library of Arrow sends. */
@Timeout(30)
class TestServiceEdge {
    private static final byte[] NO_MESSAGE = "garbage".getBytes(StandardCharsets.UTF_8);
    /** The first field, of which hardly anything comes. */
    private static final byte[] TWO_GIBIBYTES_TO_COME = {0x0a, -1, -1, -1, -1, 0x07, 0};

    private final BufferAllocator allocator = new RootAllocator();
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .executor(calls)
                .addService(UnreadableAsNull.inServiceOf(new Silent(), allocator, calls))
                .intercept(new ServiceEdge())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow();
        server.shutdownNow().awaitTermination();
        calls.shutdownNow();
        assertThat(calls.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        allocator.close();
    }

    @Test
    void emptyDescriptorIsNoRequest() {
        Flight.FlightDescriptor empty = Flight.FlightDescriptor.getDefaultInstance();
        FlightServiceGrpc.FlightServiceBlockingStub client = FlightServiceGrpc.newBlockingStub(channel);

        assertThatThrownBy(() -> client.getFlightInfo(empty))
                .satisfies(failure -> assertTold(failure, Status.Code.INVALID_ARGUMENT, "08P01"));
        assertThatThrownBy(() -> client.getSchema(empty))
                .satisfies(failure -> assertTold(failure, Status.Code.INVALID_ARGUMENT, "08P01"));
    }

    @Test
    void whatTheProducerSaysInItsOwnWordsIsTranslated() {
        Iterator<Flight.FlightData> rows =
                FlightServiceGrpc.newBlockingStub(channel).doGet(Flight.Ticket.getDefaultInstance());

        assertThatThrownBy(rows::hasNext).satisfies(failure -> assertTold(failure, Status.Code.UNIMPLEMENTED, "0A000"));
    }

    @Test
    void uploadWithoutAMessageIsAnsweredAtOnce() {
        assertThat(upload(List.of())).satisfies(failure -> assertTold(failure, Status.Code.INVALID_ARGUMENT, "08P01"));
    }

    @Test
    void uploadWhoseDescriptorIsEmptyIsAnsweredAtOnce() {
        Flight.FlightData message = Flight.FlightData.newBuilder()
                .setFlightDescriptor(Flight.FlightDescriptor.getDefaultInstance())
                .build();

        assertThat(upload(List.of(message)))
                .satisfies(failure -> assertTold(failure, Status.Code.INVALID_ARGUMENT, "08P01"));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                        FlightServiceGrpc.getGetFlightInfoMethod(),
                        FlightServiceGrpc.getGetSchemaMethod(),
                        FlightServiceGrpc.getDoGetMethod(),
                        FlightServiceGrpc.getDoPutMethod(),
                        FlightServiceGrpc.getDoActionMethod())
                .flatMap(method -> Stream.of(NO_MESSAGE, TWO_GIBIBYTES_TO_COME)
                        .map(bytes -> Arguments.of(Named.of(method.getBareMethodName(), method), bytes)));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void bytesThatAreNoMessageAreRefusedInOurWords(MethodDescriptor<?, ?> method, byte[] bytes) {
        assertThat(sent(method, bytes))
                .satisfies(failure -> assertTold(failure, Status.Code.INVALID_ARGUMENT, "08P01"));
        assertThat(allocator.getAllocatedMemory()).isZero();
    }

    /** What a call with these bytes as its only message fails with. */
    private Throwable sent(MethodDescriptor<?, ?> method, byte[] bytes) {
        MethodDescriptor<byte[], byte[]> raw =
                method.toBuilder(new Raw(), new Raw()).build();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(raw, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status.asRuntimeException(trailers));
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(bytes);
        call.halfClose();
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What the upload of these messages fails with. */
    private Throwable upload(List<Flight.FlightData> messages) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        StreamObserver<Flight.FlightData> upload = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(FlightServiceGrpc.getDoPutMethod(), CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(Flight.PutResult result) {
                        end.complete(new AssertionError(result));
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.complete(failure);
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(new AssertionError("The upload was accepted"));
                    }
                });
        messages.forEach(upload::onNext);
        if (messages.isEmpty()) {
            upload.onCompleted();
        }
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void assertTold(Throwable failure, Status.Code code, String sqlState) {
        assertThat(failure).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).as(refused.toString()).isEqualTo(code);
            assertThat(refused.getStatus().getDescription()).isNotBlank().doesNotContain("Exception");
            assertThat(trailer(refused, "x-sqlstate")).isEqualTo(sqlState);
            assertThat(trailer(refused, "x-query-id")).isNotBlank();
        });
    }

    private static String trailer(StatusRuntimeException failure, String name) {
        return failure.getTrailers().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    /** Bytes as they travel. */
    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream bytes) {
            try {
                return bytes.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits for the first message of an upload, as long as that takes. */
    private static final class Silent extends NoOpFlightProducer {
        @Override
        public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> ack) {
            stream.getDescriptor();
            return ack::onCompleted;
        }
    }
}
