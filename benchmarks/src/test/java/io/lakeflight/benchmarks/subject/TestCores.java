package io.lakeflight.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void onlySettingsRemainWhereProcessorsAreNotToBeRead(@TempDir Path directory) throws IOException {
        Path status = directory.resolve("status");

        assertThat(Cores.isBoundTo(1, status)).isFalse();
        for (String list : List.of("", "all", "1-x", "-", "99999999999")) {
            Files.writeString(status, "Name:\tjava\nCpus_allowed_list:\t" + list + "\n");
            assertThat(Cores.isBoundTo(1, status)).isFalse();
        }
    }

    @Test
    void wordsTellWhatHoldsThem() {
        assertThat(new Cores(2, 2, true).words()).isEqualTo("all 2");
        assertThat(new Cores(2, 8, true).words()).isEqualTo("2 of 8, bound to them");
        assertThat(new Cores(2, 8, false).words()).isEqualTo("2 of 8, by their settings alone");
    }
}
