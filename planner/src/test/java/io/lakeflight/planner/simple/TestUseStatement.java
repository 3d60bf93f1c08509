package io.lakeflight.planner.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestUseStatement {
    @Test
    void namesAreReadInParts() {
        assertThat(UseStatement.parse("use lake . `a b`.\"c\"; -- done"))
                .contains(new UseStatement(List.of("lake", "a b", "c")));
        assertThat(UseStatement.parse("USE tpch")).contains(new UseStatement(List.of("tpch")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USE",
                "USE SCHEMA a",
                "USE 'a'",
                "USE a.",
                "USE a b",
                "USE a; USE b",
                "USE größe",
                "USE 1",
                "SELECT 1",
                ""
            })
    void otherStatementsAreNone(String sql) {
        assertThat(UseStatement.parse(sql)).isEmpty();
    }
}
