package io.lakeflight.server.maintenance;

import io.lakeflight.server.query.CancelSignal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Ends statements at work, once and for a reason. */
final class Cancellation implements CancelSignal {
    /** Why maintenance is ended before its time. */
    enum Reason {
        CLIENT("it made way for a client's statement; what is left is done later"),
        OPERATOR("it was canceled"),
        STOP("the server is shutting down");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final CompletableFuture<Reason> reason = new CompletableFuture<>();

    void cancel(Reason why) {
        reason.complete(why);
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(reason.getNow(null));
    }

    /** Canceled whenever the given one is. */
    static Cancellation under(Cancellation parent) {
        Cancellation child = new Cancellation();
        parent.reason.thenAccept(child::cancel);
        return child;
    }

    @Override
    public Registration onCancel(Runnable action) {
        CompletableFuture<Void> watch = reason.thenAccept(why -> action.run());
        return () -> watch.cancel(false);
    }
}
