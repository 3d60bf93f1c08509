package io.lakeflight.engine.spark;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * Has the server's refusals told in its own words. The answer to {@code HEAD}, by which Iceberg asks whether something
 * exists, has no body: a refusal of it is asked for again by {@code GET}. What a catalog will never do is told as not
 * supported, and a table whose metadata file is damaged as such; Iceberg tells neither apart from a service that is out
 * of reach.
 */
final class ToldRefusals extends ForwardingRestClient {
    private static final int NOT_FOUND = 404;
    private static final int DEPENDENCY = 424;
    private static final String UNREADABLE = "UnreadableTableException";
    private static final Set<Integer> NEVER = Set.of(405, 406);

    /** What is there, whatever it is. */
    private static final class Existing implements RESTResponse {
        @Override
        public void validate() {}
    }

    /** Leaves the call whose answer says nothing. */
    private static final class UntoldException extends RuntimeException {
        private UntoldException() {
            super("The server refuses without a word");
        }
    }

    ToldRefusals(RESTClient client) {
        super(client);
    }

    @Override
    ToldRefusals around(RESTClient other) {
        return new ToldRefusals(other);
    }

    @Override
    public void head(String path, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        try {
            super.head(path, headers, error -> {
                if (error.code() != NOT_FOUND) {
                    throw new UntoldException();
                }
                errorHandler.accept(error);
            });
        } catch (UntoldException e) {
            get(path, Map.of(), Existing.class, headers, errorHandler);
        }
    }

    @Override
    Consumer<ErrorResponse> told(Consumer<ErrorResponse> errorHandler) {
        return errorHandler instanceof ErrorHandler handler ? new Telling(handler) : errorHandler;
    }

    /** Iceberg reads the bodies of errors only for handlers of this class. */
    private static final class Telling extends ErrorHandler {
        private final ErrorHandler handler;

        private Telling(ErrorHandler handler) {
            this.handler = handler;
        }

        @Override
        public ErrorResponse parseResponse(int code, String json) {
            return handler.parseResponse(code, json);
        }

        @Override
        public void accept(ErrorResponse error) {
            if (NEVER.contains(error.code())) {
                throw EngineException.user(
                        "UNSUPPORTED_FEATURE",
                        "0A000",
                        Objects.requireNonNullElse(error.message(), "The catalog does not support this"));
            }
            if (error.code() == DEPENDENCY && UNREADABLE.equals(error.type())) {
                throw EngineException.unreadable(
                        Objects.requireNonNullElse(error.message(), "A table or view cannot be read"));
            }
            handler.accept(error);
        }
    }
}
