package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.server.session.SessionEngines.Opening;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSessionEngines {
    private static final String HERE = "interactive";
    private static final String THERE = "batch";

    private static final String ENGINE = "interactive-1";
    private static final String OTHER = "interactive-2";

    private final SessionEngines engines = new SessionEngines();

    @Test
    void sessionHasNoHomeAtFirst() {
        assertThat(engines.home()).isEmpty();
        assertThat(engines.holdsAnything()).isFalse();
        assertThat(engines.wasOpened()).isFalse();
    }

    @Test
    void sessionIsBoundToWhatItHolds() {
        engines.hold(HERE, ENGINE, true);

        assertThat(engines.home()).contains(HERE);
        assertThat(engines.beginChange(THERE)).contains(HERE);

        engines.hold(HERE, ENGINE, false);

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
        engines.hold(HERE, ENGINE, true);
        engines.endChange();

        assertThat(engines.home()).contains(HERE);
    }

    @Test
    void statementOfAnotherPlaneTellsNothingOfWhatIsHeld() {
        engines.hold(HERE, ENGINE, true);

        engines.hold(THERE, "batch-1", false);

        assertThat(engines.holdsAnything()).isTrue();
        assertThat(engines.home()).contains(HERE);
    }

    @Test
    void lossIsToldOnceAndOnlyIfThereWasOne() {
        engines.hold(HERE, ENGINE, true);

        assertThat(engines.takeLoss(OTHER, engine -> true)).isFalse();
        assertThat(engines.takeLoss(OTHER, engine -> false)).isTrue();
        assertThat(engines.takeLoss(OTHER, engine -> false)).isFalse();
        assertThat(engines.home()).isEmpty();
    }

    @Test
    void engineThatHasForgottenTheSessionHasLostWhatItHeld() {
        engines.hold(HERE, ENGINE, true);

        assertThat(engines.takeLoss(ENGINE, engine -> true)).isTrue();
        assertThat(engines.homeEngine(HERE)).isEmpty();
    }

    @Test
    void changesAtTheSameTimeAreMadeOnOneEngine() {
        engines.beginChange(HERE);
        engines.beginChange(HERE);

        assertThat(engines.changesOn(ENGINE, engine -> true)).isEqualTo(ENGINE);
        assertThat(engines.changesOn(OTHER, engine -> true)).isEqualTo(ENGINE);
        assertThat(engines.homeEngine(HERE)).contains(ENGINE);
        assertThat(engines.homeEngine(THERE)).isEmpty();

        engines.endChange();
        engines.endChange();
        assertThat(engines.homeEngine(HERE)).isEmpty();
        assertThat(engines.changesOn(OTHER, engine -> true)).isEqualTo(OTHER);
    }

    @Test
    void changeIsMadeElsewhereIfItsEngineIsGone() {
        engines.beginChange(HERE);
        engines.changesOn(ENGINE, engine -> true);

        assertThat(engines.changesOn(OTHER, OTHER::equals)).isEqualTo(OTHER);
        assertThat(engines.homeEngine(HERE)).contains(OTHER);
    }

    @Test
    void enginesThatAreGoneAreForgotten() {
        Session.State state = new Session.State("lake", "default", Map.of());
        engines.opened(new Opening(HERE, ENGINE, state));
        engines.opened(new Opening(HERE, OTHER, state));
        assertThat(engines.lastUsed(HERE)).contains(OTHER);

        engines.retain(ENGINE::equals);

        assertThat(engines.all()).extracting(Opening::engineId).containsExactly(ENGINE);
        assertThat(engines.wasOpened()).isTrue();
    }
}
