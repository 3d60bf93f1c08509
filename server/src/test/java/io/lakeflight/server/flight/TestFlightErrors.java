package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
