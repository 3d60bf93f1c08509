package io.lakeflight.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestQuotedNames {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT a.b.c FROM d . `e` | [[SELECT], [a, b, c], [FROM], [d, e]]",
                "\"a\"./* x.y */\"b\" | [[a, b]]",
                "'a.b' c.1 d | [[c, 1], [d]]",
                "a.'b'.c | [[a], [c]]",
                "f(x).y | [[f], [x], [y]]",
            })
    void pathsAreFound(String sql, String paths) {
        assertThat(QuotedNames.paths(sql)).hasToString(paths);
    }
}
