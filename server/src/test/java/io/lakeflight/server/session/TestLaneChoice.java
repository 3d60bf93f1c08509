package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.QueryException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestLaneChoice {
    @Test
    void choicesAreMadeAndTakenBack() {
        LaneChoice chosen =
                LaneChoice.DEFAULTS.withFastLane(Optional.of("OFF")).withApproximateDoubles(Optional.of("True"));

        assertThat(chosen).isEqualTo(new LaneChoice(true, true));
        assertThat(chosen.fastLane()).isEqualTo("off");
        assertThat(chosen.withFastLane(Optional.empty()).withApproximateDoubles(Optional.empty()))
                .isEqualTo(LaneChoice.DEFAULTS);
    }

    @Test
    void otherValuesAreRefused() {
        assertThatThrownBy(() -> LaneChoice.DEFAULTS.withFastLane(Optional.of("on")))
                .isInstanceOf(QueryException.class)
                .hasMessage("lakeflight.fast_lane cannot be \"on\" (expected: auto or off)");
        assertThatThrownBy(() -> LaneChoice.DEFAULTS.withApproximateDoubles(Optional.of("1")))
                .isInstanceOf(QueryException.class)
                .hasMessage("lakeflight.approximate_doubles cannot be \"1\" (expected: true or false)");
    }
}
