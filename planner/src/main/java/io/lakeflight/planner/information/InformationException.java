package io.lakeflight.planner.information;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A query of {@code information_schema} that cannot be answered. */
public final class InformationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Reason {
        /** The text, or a name or type in it. */
        INVALID,
        UNKNOWN_TABLE,
        /** There are more or fewer values than parameters. */
        PARAMETERS,
        UNSUPPORTED,
        /** It makes more rows than it may. */
        TOO_LARGE,
        CANCELED
    }

    private final Reason reason;

    InformationException(Reason reason, String message) {
        this(reason, message, null);
    }

    InformationException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
