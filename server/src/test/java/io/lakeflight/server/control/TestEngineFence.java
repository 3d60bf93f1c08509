package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TestEngineFence {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final EngineFence fence = new EngineFence();

    @Test
    void engineThatWasNotAdmittedMayNotEnter() {
        fence.admit("e-1", "token");

        assertThat(fence.enter("e-1")).isPresent();
        assertThat(fence.enter("e-2")).isEmpty();
    }

    @Test
    void revocationWaitsForTheChangesBeingMade() throws Exception {
        fence.admit("e-1", "token");
        EngineFence.Passage first = fence.enter("e-1").orElseThrow();
        EngineFence.Passage second = fence.enter("e-1").orElseThrow();

        CompletableFuture<Boolean> revocation = CompletableFuture.supplyAsync(() -> fence.revoke("e-1", LONG));
        first.close();
        assertThat(revocation.completeOnTimeout(null, 50, TimeUnit.MILLISECONDS).get())
                .isNull();
        second.close();

        assertThat(fence.revoke("e-1", LONG)).isTrue();
    }

    @Test
    void revocationThatRanOutOfPatienceHoldsAllTheSame() {
        fence.admit("e-1", "token");
        EngineFence.Passage unending = fence.enter("e-1").orElseThrow();

        assertThat(fence.revoke("e-1", SHORT)).isFalse();
        assertThat(fence.enter("e-1")).isEmpty();
        assertThat(fence.revoke("e-1", SHORT)).isFalse();

        unending.close();
        assertThat(fence.revoke("e-1", SHORT)).isTrue();
        assertThat(fence.enter("e-1")).isEmpty();
    }

    @Test
    void anotherEngineIsNotConcerned() {
        fence.admit("e-1", "token");
        fence.admit("e-2", "token");

        assertThat(fence.revoke("e-1", SHORT)).isTrue();

        assertThat(fence.enter("e-2")).isPresent();
    }

    @Test
    void engineIsKnownByItsTokenUntilItIsRevoked() {
        fence.admit("e-1", "token");

        assertThat(fence.isGenuine("e-1", "token")).isTrue();
        assertThat(fence.isGenuine("e-1", "other")).isFalse();
        assertThat(fence.isGenuine("e-1", "")).isFalse();
        assertThat(fence.isGenuine("e-2", "token")).isFalse();

        fence.revoke("e-1", SHORT);
        assertThat(fence.isGenuine("e-1", "token")).isFalse();
    }
}
