package io.lakeflight.benchmarks.subject;

/** A peer is wanted that is not there; the message tells what would bring it. */
public final class NotFetchedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFetchedException(String message) {
        super(message);
    }
}
