package io.lakeflight.server.flight;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.grpc.StatusUtils;
import org.apache.arrow.flight.impl.Flight;
import org.jspecify.annotations.Nullable;

/**
 * The layer around Arrow's own service: what fails in there, where no producer is asked, leaves as every failure does;
 * and bytes that are no message of Flight at all, which are to come here as {@link UnreadableAsNull}.
 */
final class ServiceEdge implements ServerInterceptor {
    private static final Metadata.Key<String> SQL_STATE =
            Metadata.Key.of(FlightErrors.SQL_STATE, Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        EdgeCall<Q, A> edge = new EdgeCall<>(call);
        return new EdgeListener<>(next.startCall(edge, headers), edge);
    }

    /** Ends once, and never without trailers that tell why. */
    private static final class EdgeCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended;

        EdgeCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (ended) {
                return;
            }
            ended = true;
            // A client that has gone hears nothing, and there is nothing to log of it.
            if (status.isOk() || trailers.containsKey(SQL_STATE) || isCancelled()) {
                super.close(status, trailers);
            } else {
                closeWith(StatusUtils.fromGrpcRuntimeException(status.asRuntimeException(trailers)));
            }
        }

        /** What the service still answers after this is dropped. */
        synchronized void fail(QueryException failure) {
            if (!ended) {
                ended = true;
                closeWith(failure);
            }
        }

        private void closeWith(Throwable failure) {
            FlightRuntimeException told = FlightErrors.toFlight(failure);
            if (StatusUtils.toGrpcException(told) instanceof StatusRuntimeException grpc) {
                Metadata trailers = grpc.getTrailers();
                super.close(grpc.getStatus(), trailers == null ? new Metadata() : trailers);
            } else {
                throw new AssertionError("Arrow knows no gRPC status for " + told);
            }
        }
    }

    /** Hears of each message before Arrow's service does. */
    private static final class EdgeListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final EdgeCall<Q, ?> call;
        private boolean empty = true;

        EdgeListener(ServerCall.Listener<Q> service, EdgeCall<Q, ?> call) {
            super(service);
            this.call = call;
        }

        @Override
        public void onMessage(@Nullable Q message) {
            empty = false;
            if (message == null) {
                call.fail(invalid("A message of the call is none of Flight's"));
                return;
            }
            if (message instanceof Flight.FlightDescriptor descriptor && !isReadable(descriptor)) {
                call.fail(invalid("The descriptor is neither a command nor a path"));
                return;
            }
            try {
                super.onMessage(message);
            } catch (RuntimeException e) {
                call.fail(unreadable(e));
            }
        }

        private static boolean isReadable(Flight.FlightDescriptor descriptor) {
            return descriptor.getType() == Flight.FlightDescriptor.DescriptorType.CMD
                    || descriptor.getType() == Flight.FlightDescriptor.DescriptorType.PATH;
        }

        /** Arrow waits for the first message of an upload as if it must come. */
        @Override
        public void onHalfClose() {
            if (empty && needsMessage(call.getMethodDescriptor())) {
                call.fail(invalid("The call ended before its first message, which tells what is asked for"));
            }
            super.onHalfClose();
        }

        private static boolean needsMessage(MethodDescriptor<?, ?> method) {
            return method.getType().clientSendsOneMessage() || "DoPut".equals(method.getBareMethodName());
        }

        private static QueryException unreadable(RuntimeException failure) {
            // Of a type that this version of Arrow does not know, it says so.
            boolean plain =
                    failure instanceof IllegalArgumentException || failure instanceof UnsupportedOperationException;
            String why = plain && failure.getMessage() != null ? ": " + failure.getMessage() : "";
            return new QueryException(ErrorCode.INVALID_REQUEST, "A message of the call cannot be read" + why, failure);
        }

        private static QueryException invalid(String message) {
            return new QueryException(ErrorCode.INVALID_REQUEST, message);
        }
    }
}
