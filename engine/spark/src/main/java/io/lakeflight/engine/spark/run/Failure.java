package io.lakeflight.engine.spark.run;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries checked exceptions through callbacks that do not declare them. */
final class Failure {
    private @Nullable Exception exception;

    /** A body that may throw anything checked. */
    interface Body {
        void run() throws Exception;
    }

    /** A consumer that may throw anything checked. */
    interface Output<T> {
        void accept(T value) throws Exception;
    }

    void catching(Body body) {
        try {
            body.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            exception = e;
        }
    }

    void rethrow() throws Exception {
        if (exception != null) {
            throw exception;
        }
    }

    static <T> Consumer<T> wrapping(Output<T> output) {
        return value -> {
            try {
                output.accept(value);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
