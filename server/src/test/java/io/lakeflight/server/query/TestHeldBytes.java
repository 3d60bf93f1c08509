package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import org.junit.jupiter.api.Test;

class TestHeldBytes {
    private final HeldBytes held = new HeldBytes(100 << 10);

    @Test
    void claimThatDoesNotFitIsRefusedAndChangesNothing() {
        HeldBytes.Claim first = held.claim();
        first.resize(60 << 10);
        HeldBytes.Claim second = held.claim();
        second.resize(10 << 10);
        long before = held.total();

        assertThatThrownBy(() -> second.resize(50 << 10))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL))
                .hasMessageContaining("limits.max-held-size");
        assertThat(held.total()).isEqualTo(before);

        first.close();
        second.resize(50 << 10);
    }

    @Test
    void claimsThatAreClosedLeaveNothing() {
        HeldBytes.Claim claim = held.claim();
        claim.resize(10);
        claim.resize(5);

        claim.close();
        claim.close();
        claim.resize(10);

        assertThat(held.total()).isZero();
    }
}
