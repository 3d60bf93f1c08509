package io.lakeflight.server.flight;

import com.google.protobuf.CodedInputStream;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of calls as another marshaller does, and those that cannot be read as null: for {@link ServiceEdge}
 * to refuse, where gRPC would end the call in words of its own.
 */
final class UnreadableAsNull<Q> implements MethodDescriptor.Marshaller<Q> {
    private final MethodDescriptor.Marshaller<Q> marshaller;

    private UnreadableAsNull(MethodDescriptor.Marshaller<Q> marshaller) {
        this.marshaller = marshaller;
    }

    /** Arrow's service, which gets null for what it cannot read. */
    @SuppressWarnings("deprecation") // There is no other way to name no authentication.
    static ServerServiceDefinition inServiceOf(
            FlightProducer producer, BufferAllocator allocator, ExecutorService threads) {
        return in(FlightGrpcUtils.createFlightService(allocator, producer, ServerAuthHandler.NO_OP, threads)
                .bindService());
    }

    private static ServerServiceDefinition in(ServerServiceDefinition service) {
        ServerServiceDefinition.Builder builder =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        service.getMethods().forEach(method -> builder.addMethod(in(method)));
        return builder.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> in(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder()
                        .setRequestMarshaller(new UnreadableAsNull<>(descriptor.getRequestMarshaller()))
                        .build(),
                method.getServerCallHandler());
    }

    @Override
    public InputStream stream(Q message) {
        return marshaller.stream(message);
    }

    @Override
    public @Nullable Q parse(InputStream bytes) {
        try {
            InputStream message = bytes.markSupported() ? bytes : new ByteArrayInputStream(bytes.readAllBytes());
            requireWhole(message);
            return marshaller.parse(message);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Arrow makes room for as much as a field says it has, up to 2 GiB, before it looks whether so much came. */
    private static void requireWhole(InputStream message) throws IOException {
        message.mark(Integer.MAX_VALUE);
        CodedInputStream fields = CodedInputStream.newInstance(message);
        for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
            if (!fields.skipField(tag)) {
                throw new IOException("A group ends that has not begun");
            }
        }
        message.reset();
    }
}
