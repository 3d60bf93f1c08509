package io.lakeflight.engine.spark.error;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.storage.StorageFailure;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a statement threw into the one error the protocol knows. */
public final class EngineErrors {
    private static final Logger log = LoggerFactory.getLogger(EngineErrors.class);
    private static final int DEEPEST_CAUSE = 30;

    private EngineErrors() {}

    /** The failed call's status, with an {@link EngineError} in its trailer; bugs of ours are logged here. */
    public static FlightRuntimeException status(Throwable failure, String sql, String queryId) {
        EngineError error = describe(failure, sql);
        if (error.getCategory() == ErrorCategory.INTERNAL) {
            log.error("Internal error in query {}", queryId, failure);
        }
        ErrorFlightMetadata trailer = new ErrorFlightMetadata();
        trailer.insert(EngineProtocol.ERROR_TRAILER, error.toByteArray());
        return status(error)
                .withDescription(error.getMessage())
                .withMetadata(trailer)
                .toRuntimeException();
    }

    private static CallStatus status(EngineError error) {
        return switch (error.getCategory()) {
            case USER -> CallStatus.INVALID_ARGUMENT;
            case RESOURCES -> CallStatus.RESOURCE_EXHAUSTED;
            case EXTERNAL -> CallStatus.UNAVAILABLE;
            case CANCELED -> CallStatus.CANCELLED;
            case INTERNAL, ERROR_CATEGORY_UNSPECIFIED, UNRECOGNIZED -> CallStatus.INTERNAL;
        };
    }

    /** The error for people and programs, without stack traces or host paths. */
    public static EngineError describe(Throwable failure, String sql) {
        Throwable telling = telling(failure);
        EngineError.Builder error = EngineError.newBuilder();
        if (telling instanceof EngineException own) {
            error.setCategory(own.category()).setCondition(own.condition()).setSqlState(own.sqlState());
            error.putAllParameters(own.parameters());
        } else if (telling instanceof SparkThrowable spark && spark.getCondition() != null) {
            describeSpark(spark, error);
        } else {
            ErrorClass errorClass = ErrorClass.ofType(telling);
            error.setCategory(errorClass.category()).setSqlState(errorClass.sqlState());
        }
        ErrorPosition position = ErrorPosition.of(telling, sql);
        String view = ErrorPosition.view(telling)
                .map(name -> " (in the view " + name + ")")
                .orElse("");
        return error.setMessage(message(telling) + view)
                .setLine(position.line())
                .setColumn(position.column())
                .build();
    }

    private static void describeSpark(SparkThrowable spark, EngineError.Builder error) {
        String stated = spark.getSqlState();
        String sqlState = stated == null || stated.length() != 5 ? "42000" : stated;
        ErrorCategory category = spark.isInternalError() ? ErrorCategory.INTERNAL : ErrorClass.ofSqlState(sqlState);
        error.setCategory(category).setCondition(spark.getCondition()).setSqlState(sqlState);
        Map<String, String> parameters = spark.getMessageParameters();
        if (parameters != null) {
            parameters.forEach((name, value) -> error.putParameters(name, ErrorMessage.clean(String.valueOf(value))));
        }
    }

    private static String message(Throwable telling) {
        if (telling instanceof StackOverflowError) {
            return "The statement is too complex: its expressions are nested too deeply";
        }
        if (telling instanceof OutOfMemoryError) {
            return "The statement needs more memory than the engine has left (memory of its data plane is its limit)";
        }
        Optional<String> storage = StorageFailure.in(telling).map(StorageFailure::reason);
        if (storage.isPresent() && !(telling instanceof EngineException)) {
            return "A catalog cannot be used: " + storage.get();
        }
        // The full message of an analysis error ends with the plan.
        String message =
                telling instanceof AnalysisException analysis ? analysis.getSimpleMessage() : telling.getMessage();
        return ErrorMessage.clean(message == null ? telling.getClass().getSimpleName() : message);
    }

    /** Spark wraps a task's failure several times; the deepest cause that names a condition says most. */
    private static Throwable telling(Throwable failure) {
        Throwable best = null;
        Throwable cause = failure;
        Throwable last = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof EngineException
                    || cause instanceof StackOverflowError
                    || cause instanceof OutOfMemoryError) {
                return cause;
            }
            if (cause instanceof SparkThrowable spark && spark.getCondition() != null && !isWrapper(spark)) {
                best = cause;
            }
            last = cause;
            cause = cause.getCause();
        }
        if (best != null) {
            return best;
        }
        return failure instanceof SparkThrowable spark && spark.getCondition() != null && !isWrapper(spark)
                ? failure
                : last;
    }

    private static boolean isWrapper(SparkThrowable spark) {
        return switch (spark.getCondition()) {
            case "INTERNAL_ERROR", "TASK_WRITE_FAILED", "FAILED_EXECUTE_UDF" -> ((Throwable) spark).getCause() != null;
            default -> spark.getCondition().startsWith("FAILED_READ_FILE") && ((Throwable) spark).getCause() != null;
        };
    }
}
