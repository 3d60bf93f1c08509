package io.lakeflight.server.flight;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

/** A client's call that is at work until it is told to end. */
final class TestingCall extends ServerCall<Object, Object> {
    private Listener<Object> listener;

    static TestingCall startIn(ClientCalls calls) {
        TestingCall call = new TestingCall();
        call.listener = calls.interceptCall(call, new Metadata(), (started, headers) -> new Listener<>() {});
        return call;
    }

    void end() {
        listener.onComplete();
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(Object message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    @SuppressWarnings("unchecked")
    public MethodDescriptor<Object, Object> getMethodDescriptor() {
        return (MethodDescriptor<Object, Object>) (MethodDescriptor<?, ?>) FlightServiceGrpc.getDoGetMethod();
    }
}
