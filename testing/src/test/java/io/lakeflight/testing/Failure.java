package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.assertj.core.api.ThrowingConsumer;

/** What every failure a Flight client sees has: the expected code, short text and the trailers that explain it. */
final class Failure {
    private static final int MAX_MESSAGE = 4 << 10;

    private Failure() {}

    /** A failure of this Flight status code with all that every failure must have. */
    static ThrowingConsumer<Throwable> of(String code) {
        return failure -> {
            CallStatus status = statusOf(failure);
            assertThat(status.code()).as(status.toString()).hasToString(code);
            assertThat(status.description())
                    .isNotBlank()
                    .hasSizeLessThan(MAX_MESSAGE)
                    .doesNotContain("\tat ", "java.lang.", System.getProperty("user.dir"), "/tmp/");
            assertThat(trailer(failure, "x-sqlstate")).matches("[0-9A-Z]{5}");
            assertThat(trailer(failure, "x-query-id")).isNotBlank();
        };
    }

    /** A failure of a request that is refused before it is a query. */
    static ThrowingConsumer<Throwable> ofRequest(String code, String sqlState) {
        return failure -> {
            CallStatus status = statusOf(failure);
            assertThat(status.code()).as(status.toString()).hasToString(code);
            assertThat(status.description()).isNotBlank().doesNotContain("Exception", "com.google", "org.apache");
            assertThat(trailer(failure, "x-sqlstate")).isEqualTo(sqlState);
            assertThat(trailer(failure, "x-query-id")).isNotBlank();
        };
    }

    static String trailer(Throwable failure, String key) {
        ErrorFlightMetadata trailers = statusOf(failure).metadata();
        assertThat(trailers).as("trailers of " + failure).isNotNull();
        assertThat(trailers.keys()).contains(key);
        return trailers.get(key);
    }

    private static CallStatus statusOf(Throwable failure) {
        assertThat(failure).isInstanceOf(FlightRuntimeException.class);
        return ((FlightRuntimeException) failure).status();
    }
}
