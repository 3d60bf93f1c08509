package io.lakeflight.server.maintenance;

import io.lakeflight.server.query.CancelSignal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends statements at work, once and for a reason. Knows of those only that are at work. */
final class Cancellation implements CancelSignal, AutoCloseable {
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

    private final Set<Consumer<Reason>> watchers = new LinkedHashSet<>();
    private final Registration above;

    private @Nullable Reason reason;

    Cancellation() {
        this.above = () -> {};
    }

    private Cancellation(Cancellation parent) {
        this.above = parent.watch(this::cancel);
    }

    /** Canceled whenever the given one is; to be closed when what it could cancel has ended. */
    static Cancellation under(Cancellation parent) {
        return new Cancellation(parent);
    }

    void cancel(Reason why) {
        tell(why).forEach(watcher -> watcher.accept(why));
    }

    /** Those to be told; none if it was canceled before. */
    private synchronized List<Consumer<Reason>> tell(Reason why) {
        if (reason != null) {
            return List.of();
        }
        reason = why;
        List<Consumer<Reason>> told = List.copyOf(watchers);
        watchers.clear();
        return told;
    }

    synchronized Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public Registration onCancel(Runnable action) {
        return watch(why -> action.run());
    }

    private Registration watch(Consumer<Reason> watcher) {
        Optional<Reason> past = add(watcher);
        past.ifPresent(watcher);
        return () -> remove(watcher);
    }

    /** The reason, if it is canceled already. */
    private synchronized Optional<Reason> add(Consumer<Reason> watcher) {
        if (reason == null) {
            watchers.add(watcher);
        }
        return Optional.ofNullable(reason);
    }

    private synchronized void remove(Consumer<Reason> watcher) {
        watchers.remove(watcher);
    }

    /** How many would be told. */
    synchronized int watchers() {
        return watchers.size();
    }

    @Override
    public void close() {
        above.close();
    }
}
