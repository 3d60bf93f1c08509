package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestSessionEngines {
    private static final String HERE = "interactive";
    private static final String THERE = "batch";

    private final SessionEngines engines = new SessionEngines();

    @Test
    void sessionHasNoHomeAtFirst() {
        assertThat(engines.home()).isEmpty();
        assertThat(engines.holdsAnything()).isFalse();
        assertThat(engines.wasOpened()).isFalse();
    }

    @Test
    void sessionIsBoundToWhatItHolds() {
        engines.hold(HERE, true);

        assertThat(engines.home()).contains(HERE);
        assertThat(engines.beginChange(THERE)).contains(HERE);

        engines.hold(HERE, false);

        assertThat(engines.home()).isEmpty();
    }

    @Test
    void nothingChangesASessionOnTwoPlanesAtATime() {
        assertThat(engines.beginChange(HERE)).isEmpty();
        assertThat(engines.beginChange(HERE)).isEmpty();
        assertThat(engines.beginChange(THERE)).contains(HERE);

        engines.endChange();
        assertThat(engines.beginChange(THERE)).contains(HERE);
        assertThat(engines.home()).isEmpty();

        engines.endChange();
        assertThat(engines.beginChange(THERE)).isEmpty();
    }

    @Test
    void whatAChangeLeavesBindsTheSession() {
        engines.beginChange(HERE);
        engines.hold(HERE, true);
        engines.endChange();

        assertThat(engines.home()).contains(HERE);
    }

    @Test
    void statementOfAnotherPlaneTellsNothingOfWhatIsHeld() {
        engines.hold(HERE, true);

        engines.hold(THERE, false);

        assertThat(engines.holdsAnything()).isTrue();
        assertThat(engines.home()).contains(HERE);
    }

    @Test
    void lossIsToldOnceAndOnlyWhereItWas() {
        engines.hold(HERE, true);

        assertThat(engines.takeLoss(THERE)).isFalse();
        assertThat(engines.takeLoss(HERE)).isTrue();
        assertThat(engines.takeLoss(HERE)).isFalse();
        assertThat(engines.home()).isEmpty();
    }
}
