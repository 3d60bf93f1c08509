package io.lakeflight.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        List<List<String>> found = new ArrayList<>();
        boolean isAny = QuotedNames.anyPath(sql, path -> {
            found.add(List.copyOf(path));
            return false;
        });

        assertThat(isAny).isFalse();
        assertThat(found).hasToString(paths);
    }

    @Test
    void onePathIsEnough() {
        assertThat(QuotedNames.anyPath("SELECT a.b FROM c", path -> path.equals(List.of("a", "b"))))
                .isTrue();
        assertThat(QuotedNames.anyPath("SELECT a.b FROM c", path -> path.equals(List.of("c"))))
                .isTrue();
    }
}
