package io.lakeflight.server.flight;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.TimeUnit;

/** Counts the calls that are at work, so that what nobody waits for can be done when there are none. */
final class ClientCalls implements ServerInterceptor {
    private int atWork;

    /**
     * Waits until no call is at work.
     *
     * @param until by {@link System#nanoTime}
     * @return false if there still is one then
     */
    synchronized boolean awaitNone(long until) throws InterruptedException {
        long left = until - System.nanoTime();
        while (atWork > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = until - System.nanoTime();
        }
        return atWork == 0;
    }

    private synchronized void change(int difference) {
        atWork += difference;
        if (atWork == 0) {
            notifyAll();
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> service = next.startCall(call, headers);
        change(1);
        // Of the two that follow, gRPC tells a call exactly one.
        return new SimpleForwardingServerCallListener<>(service) {
            @Override
            public void onComplete() {
                change(-1);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                change(-1);
                super.onCancel();
            }
        };
    }
}
