package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestStatementText {
    private final StatementText text =
            new StatementText(new LimitsConfig(100, 5, 1_000, 1 << 20, 1, 1, Duration.ofHours(1)));

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n", ";;", "-- nothing", "/* nothing */ ;"})
    void textWithoutStatementIsRefused(String sql) {
        assertThatThrownBy(() -> text.requireSingle(sql))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.sqlState()).isEqualTo("42601"))
                .hasMessageContaining("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT 1;", "SELECT 1;;", "SELECT ';' -- ;", "SELECT \";\", `;`"})
    void oneStatementIsAccepted(String sql) {
        assertThatCode(() -> text.requireSingle(sql)).doesNotThrowAnyException();
    }

    @Test
    void secondStatementIsRefusedWithItsPosition() {
        assertThatThrownBy(() -> text.requireSingle("SELECT 1;\n  SELECT 2"))
                .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.position())
                        .contains(new QueryException.TextPosition(2, 3)));
    }

    @Test
    void longScriptIsRefusedBeforeItIsTakenApart() {
        StatementText roomy =
                new StatementText(new LimitsConfig(4 << 20, 5, 1_000, 1 << 20, 1, 1, Duration.ofHours(1)));

        assertThat(roomy.requireScript("a;".repeat(20_000))).hasSize(20_000);
        assertThatThrownBy(() -> roomy.requireScript("a;".repeat(2 << 20)))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.sqlState()).isEqualTo("54001"))
                .hasMessageContaining("2097152 statements");
    }

    @Test
    void lengthIsCountedInBytes() {
        assertThatThrownBy(() -> text.requireSingle("SELECT '" + "ä".repeat(50) + "'"))
                .hasMessageContaining("limits.max-statement-size");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> text.requireSingle("SELECT ((((((1))))))"))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.sqlState()).isEqualTo("54001"))
                .hasMessageContaining("limits.max-statement-depth");
    }

    @Test
    void nulCharacterIsRefused() {
        assertThatThrownBy(() -> text.requireSingle("SELECT\n \"a\0b\""))
                .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.position())
                        .contains(new QueryException.TextPosition(2, 4)))
                .hasMessageContaining("offset 10");
    }
}
