package io.lakeflight.engine.spark.fastlane;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an attempt has taken, which whoever has it at the end gives back, the last first. */
final class Held implements AutoCloseable {
    private final Deque<Runnable> givingBack = new ArrayDeque<>();

    void add(Runnable givingBack) {
        this.givingBack.push(givingBack);
    }

    /** The same, for another one, who has it as soon as this one does {@link #forget}. */
    Held copy() {
        Held copy = new Held();
        copy.givingBack.addAll(givingBack);
        return copy;
    }

    void forget() {
        givingBack.clear();
    }

    @Override
    public void close() {
        Runnable last = givingBack.poll();
        if (last == null) {
            return;
        }
        try {
            last.run();
        } finally {
            close();
        }
    }
}
