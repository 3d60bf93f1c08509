package io.lakeflight.engine.spark.error;

import io.lakeflight.engine.protocol.ErrorCategory;
import java.util.Map;

/** A failure this engine found itself, with everything the protocol tells about one. */
public final class EngineException extends RuntimeException {
    private static final String UNREADABLE = "UNREADABLE_TABLE";

    private final ErrorCategory category;
    private final String condition;
    private final String sqlState;

    @SuppressWarnings("serial")
    private final Map<String, String> parameters;

    public EngineException(ErrorCategory category, String condition, String sqlState, String message) {
        this(category, condition, sqlState, message, Map.of());
    }

    public EngineException(
            ErrorCategory category, String condition, String sqlState, String message, Map<String, String> parameters) {
        super(message);
        this.category = category;
        this.condition = condition;
        this.sqlState = sqlState;
        this.parameters = Map.copyOf(parameters);
    }

    public static EngineException user(String condition, String sqlState, String message) {
        return new EngineException(ErrorCategory.USER, condition, sqlState, message);
    }

    /** A table or view whose metadata file is damaged. */
    public static EngineException unreadable(String message) {
        return new EngineException(ErrorCategory.EXTERNAL, UNREADABLE, "58030", message);
    }

    public static EngineException unsupported(String what) {
        return user("UNSUPPORTED_FEATURE", "0A000", what + " is not supported");
    }

    public static EngineException canceled() {
        return new EngineException(
                ErrorCategory.CANCELED, "OPERATION_CANCELED", "57014", "The statement was cancelled");
    }

    public boolean isOfUnreadable() {
        return condition.equals(UNREADABLE);
    }

    public ErrorCategory category() {
        return category;
    }

    public String condition() {
        return condition;
    }

    public String sqlState() {
        return sqlState;
    }

    public Map<String, String> parameters() {
        return parameters;
    }
}
