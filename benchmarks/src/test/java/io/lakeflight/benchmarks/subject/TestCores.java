package io.lakeflight.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestCores {
    @Test
    void processorsAreReadAsLinuxWritesThem() {
        assertThat(Cores.numbers("0-2,5,8-9")).containsExactly(0, 1, 2, 5, 8, 9);
        assertThat(Cores.numbers("3")).containsExactly(3);
    }

    @Test
    void noMoreAreTakenThanThereAre() {
        int machine = Runtime.getRuntime().availableProcessors();

        assertThat(Cores.take(machine + 1)).isEqualTo(new Cores(machine, machine, true));
    }

    @Test
    void wordsTellWhatHoldsThem() {
        assertThat(new Cores(2, 2, true).words()).isEqualTo("all 2");
        assertThat(new Cores(2, 8, true).words()).isEqualTo("2 of 8, bound to them");
        assertThat(new Cores(2, 8, false).words()).isEqualTo("2 of 8, by their settings alone");
    }
}
