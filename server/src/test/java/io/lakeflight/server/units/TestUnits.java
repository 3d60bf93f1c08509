package io.lakeflight.server.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestUnits {
    @ParameterizedTest
    @CsvSource({"0B, 0", "1023B, 1023", "1KiB, 1024", "1025B, 1025", "4MiB, 4194304", "2048GiB, 2199023255552"})
    void sizesAreReadAndWritten(String text, long bytes) {
        assertThat(Units.parseSize(text)).isEqualTo(bytes);
        assertThat(Units.formatSize(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "1500ms, PT1.5S", "90s, PT90S", "30m, PT30M", "6h, PT6H", "365d, PT8760H"})
    void durationsAreReadAndWritten(String text, Duration duration) {
        assertThat(Units.parseDuration(text)).isEqualTo(duration);
        assertThat(Units.formatDuration(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "MiB", "4MB", "-1B", "1.5GiB", "4mib", "999999999999999GiB", "9999999999999999B"})
    void otherTextIsNoSize(String text) {
        assertThatThrownBy(() -> Units.parseSize(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "h", "-1s", "1.5h", "PT1H", "1 hour", "999999999999999d"})
    void otherTextIsNoDuration(String text) {
        assertThatThrownBy(() -> Units.parseDuration(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
