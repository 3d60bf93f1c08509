package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;

class TestFlightErrors {
    @Test
    void errorOfTheVirtualMachineLeavesAsAnInternalError() {
        assertThatThrownBy(() -> FlightErrors.answering(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOfSatisfying(FlightRuntimeException.class, failure -> {
                    assertThat(failure.status().code()).isEqualTo(FlightStatusCode.INTERNAL);
                    assertThat(failure.status().metadata().get("x-sqlstate")).isEqualTo("XX000");
                    assertThat(failure.status().metadata().get("x-query-id")).isNotBlank();
                });
    }

    @Test
    void failureOutsideAnyQueryHasAnIdOfItsOwn() {
        QueryException failure = new QueryException(ErrorCode.INVALID_REQUEST, "What is this?");

        assertThat(FlightErrors.toFlight(failure).status().metadata().get("x-query-id"))
                .isNotBlank()
                .isNotEqualTo(FlightErrors.toFlight(failure).status().metadata().get("x-query-id"));
        assertThat(FlightErrors.toFlight(failure.ofQuery("q"))
                        .status()
                        .metadata()
                        .get("x-query-id"))
                .isEqualTo("q");
    }

    @Test
    void messageIsShortAlsoInTheEncodingOfGrpc() {
        String message = FlightErrors.toFlight(new QueryException(ErrorCode.SYNTAX_ERROR, "ключ%".repeat(2_000)))
                .status()
                .description();

        assertThat(message).startsWith("ключ%ключ%").endsWith(" …");
        assertThat(message.chars()
                        .map(character -> character < 128 && character != '%' ? 1 : character == '%' ? 3 : 6)
                        .sum())
                .isBetween(3_400, 3_520);
    }

    @Test
    void plainMessageIsKeptWhole() {
        String message = "x".repeat(3_500);

        assertThat(FlightErrors.toFlight(new QueryException(ErrorCode.SYNTAX_ERROR, message))
                        .status()
                        .description())
                .isEqualTo(message);
    }

    @Test
    void refusalOfArrowIsTold() {
        FlightRuntimeException failure = FlightErrors.toFlight(CallStatus.UNIMPLEMENTED.toRuntimeException());

        assertThat(failure.status().description()).isNotBlank();
        assertThat(failure.status().metadata().get("x-sqlstate")).isEqualTo("0A000");
    }
}
