package io.lakeflight.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestFingerprint {
    @Test
    void orderOfRowsDoesNotCount() {
        assertThat(of(List.of(List.of("a", "b"), List.of("c", "d"))))
                .isEqualTo(of(List.of(List.of("c", "d"), List.of("a", "b"))));
    }

    @Test
    void valuesAndTheirColumnsCount() {
        assertThat(of(List.of(List.of("a", "b"))))
                .isNotEqualTo(of(List.of(List.of("b", "a"))))
                .isNotEqualTo(of(List.of(List.of("ab", ""))));
    }

    @Test
    void rowsThatAreThereTwiceCount() {
        assertThat(of(List.of(List.of("a"), List.of("a"), List.of("b"))))
                .isNotEqualTo(of(List.of(List.of("a"), List.of("b"), List.of("b"))));
    }

    private static Fingerprint of(List<List<String>> rows) {
        return Fingerprint.of(List.of("c"), List.of("string"), rows);
    }
}
