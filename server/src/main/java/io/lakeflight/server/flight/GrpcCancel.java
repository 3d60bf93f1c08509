package io.lakeflight.server.flight;

import io.grpc.Context;
import io.lakeflight.server.query.CancelSignal;

/** The call served by this thread as a cancel signal: its cancel, its client's death, its deadline. */
final class GrpcCancel {
    static CancelSignal ofThisCall() {
        Context call = Context.current();
        return action -> {
            Context.CancellationListener listener = ended -> action.run();
            call.addListener(listener, Runnable::run);
            return () -> call.removeListener(listener);
        };
    }

    private GrpcCancel() {}
}
