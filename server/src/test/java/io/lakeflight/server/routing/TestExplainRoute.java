package io.lakeflight.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestExplainRoute {
    @ParameterizedTest
    @CsvSource({
        "EXPLAIN ROUTE SELECT 1, ' SELECT 1'",
        "explain/**/Route SELECT 1;, ' SELECT 1;'",
        "EXPLAIN ROUTE(SELECT 1), (SELECT 1)",
        "EXPLAIN ROUTE, ''",
    })
    void statementIsWhatFollows(String sql, String statement) {
        assertThat(ExplainRoute.parse(sql)).contains(new ExplainRoute(statement));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "EXPLAIN",
                "EXPLAIN SELECT * FROM route",
                "EXPLAIN FORMATTED SELECT 1",
                "EXPLAIN ROUTES SELECT 1",
                "SELECT 'EXPLAIN ROUTE'",
                "/* EXPLAIN */ ROUTE SELECT 1",
            })
    void otherStatementsAreLeftAlone(String sql) {
        assertThat(ExplainRoute.parse(sql)).isEmpty();
    }

    @Test
    void longStatementIsTakenWhole() {
        String statement = " SELECT '" + "x".repeat(5_000) + "'";

        assertThat(ExplainRoute.parse("EXPLAIN ROUTE" + statement)).contains(new ExplainRoute(statement));
    }
}
