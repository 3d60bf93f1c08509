package io.lakeflight.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.server.maintenance.Cancellation.Reason;
import io.lakeflight.server.query.CancelSignal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestCancellation {
    private final Cancellation parent = new Cancellation();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void whatIsUnderAnotherIsCanceledWithItAndForItsReason() {
        try (Cancellation child = Cancellation.under(parent);
                CancelSignal.Registration watch = child.onCancel(told::incrementAndGet)) {
            parent.cancel(Reason.STOP);
            parent.cancel(Reason.OPERATOR);

            assertThat(child.reason()).contains(Reason.STOP);
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void whoComesTooLateIsToldAtOnce() {
        parent.cancel(Reason.OPERATOR);

        try (Cancellation child = Cancellation.under(parent);
                CancelSignal.Registration watch = child.onCancel(told::incrementAndGet)) {
            assertThat(child.reason()).contains(Reason.OPERATOR);
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void whatHasEndedIsForgotten() {
        for (int repeat = 0; repeat < 3; repeat++) {
            try (Cancellation child = Cancellation.under(parent);
                    CancelSignal.Registration watch = child.onCancel(told::incrementAndGet)) {
                assertThat(parent.watchers()).isEqualTo(1);
                assertThat(child.watchers()).isEqualTo(1);
            }
        }

        assertThat(parent.watchers()).isZero();
        parent.cancel(Reason.STOP);
        assertThat(told).hasValue(0);
    }
}
