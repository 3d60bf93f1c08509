package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestTableSuggestions {
    @Test
    void partsAreUnquoted() {
        assertThat(TableSuggestions.parts("`lake`.`a.b`.`tick``s`")).containsExactly("lake", "a.b", "tick`s");
    }

    @Test
    void longNameIsTakenApart() {
        String name = "x``".repeat(100_000);

        assertThat(TableSuggestions.parts("`" + name + "`")).containsExactly("x`".repeat(100_000));
    }
}
