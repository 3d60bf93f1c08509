package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestNamePattern {
    @ParameterizedTest
    @CsvSource({
        "orders, orders", "ORDERS, orders", "orders, Orders", "ord%, orders", "%, orders", "o_ders, orders",
        "'my\\_table', my_table", "'a.b', a.b", "'100\\%', 100%", "'a(b', a(b", "straße, STRAßE", "'a\\', 'a\\'",
        "'a\\\\b', 'a\\b'"
    })
    void matchingName(String pattern, String name) {
        assertThat(NamePattern.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "order, orders",
        "orders_, orders",
        "'my\\_table', myXtable",
        "a.b, axb",
        "'', orders",
        "'100\\%', 1000",
        "'a\\\\b', ab"
    })
    void otherName(String pattern, String name) {
        assertThat(NamePattern.of(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "%a%b, xaab, true",
        "%a%b, xaabc, false",
        "a%%, a, true",
        "a%_, a, false",
        "%_b%, bb, true",
        "'', '', true",
        "%aab, aaab, true",
        "_, \uD83D\uDE00, true"
    })
    void anyTextIsAsLongAsItHasToBe(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    @Timeout(10)
    void patternOfManyPercentSignsIsMatchedAtOnce() {
        assertThat(NamePattern.of("%a".repeat(100) + "!").matches("a".repeat(1_000)))
                .isFalse();
    }

    @Test
    void patternWithoutPercentMayBeAName() {
        assertThat(NamePattern.of("my_table").isName()).isTrue();
        assertThat(NamePattern.of("100\\%").isName()).isTrue();
        assertThat(NamePattern.of("my%").isName()).isFalse();
        assertThat(NamePattern.any().isName()).isFalse();
    }
}
