package io.lakeflight.engine.spark.fastlane.constants;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestConstantText {
    private static List<String> constants(String sql) {
        return ConstantReader.read(sql).map(ConstantText::constants).orElse(List.of()).stream()
                .map(constant -> constant.kind() + " " + constant.text())
                .toList();
    }

    private static String shape(String sql) {
        return ConstantReader.read(sql).map(ConstantText::shape).orElse(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t WHERE a = 5 | INT 5",
                "a=5AND b | ",
                "a>-5 | INT 5",
                "a - 5 | INT 5",
                "a IN (1,2, 30) | INT 1;INT 2;INT 30",
                "a = 12345678901 | BIGINT 12345678901",
                "a = 2147483648 | ",
                "a = 007 | ",
                "a > 0.05 | DECIMAL 0.05",
                "a > .5 | ",
                "a > 5. | ",
                "a > 1e3 OR a > 1E-3 | INT 3",
                "a > 1L OR a > 1S OR a > 1BD OR a > 1.5D OR a > 1Y OR a > 1F | ",
                "a > 1_000 OR a1 > t.b2 | ",
                "a = 'it' | STRING it",
                "a = '' OR a = 1 | STRING ;INT 1",
                "a = \"5\" OR a = `5` OR a = 6 | INT 6",
                "a = /* 5 '6' */ 7 -- 8 | INT 7",
                "d >= DATE '2026-01-01' AND d < date'2026-02-01' | STRING 2026-01-01;STRING 2026-02-01",
                "SELECT /*+ BROADCAST(t) */ a FROM t WHERE a = 5 | INT 5",
                "a = ? AND b = 5 | INT 5",
            })
    void constantsAreFound(String sql, String expected) {
        assertThat(String.join(";", constants(sql))).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 'it''s'", "a = 'it\\'s'", "a = '\\u0061'", "a = 'a' 'b'''"})
    void stringsOfSeveralPartsAreNone(String sql) {
        assertThat(constants(sql)).noneMatch(constant -> constant.contains("it") || constant.contains("u0061"));
    }

    @Test
    void textsThatDifferInConstantsOnlyAreOfOneShape() {
        assertThat(shape("SELECT a FROM t WHERE a = 5 AND s = 'x'"))
                .isEqualTo(shape("SELECT a FROM t WHERE a = 77 AND s = 'longer'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = 5 | b = 5",
                "a = 5 | a = '5'",
                "a = 5 | a = 5.0",
                "a = 5 | a = -5",
                "a = 5 | a = 12345678901",
                "a = 0.05 | a = 0.5",
                "a = 10.5 | a = 1.5",
                "a = 5 | a =  5",
                "a IN (1, 2) | a IN (1, 2, 3)",
                "a = 5 -- x | a = 5 -- y",
                "d = DATE '2026-01-01' | d = '2026-01-01'",
            })
    void whatElseDiffersMakesAnotherShape(String one, String other) {
        assertThat(shape(one)).isNotEqualTo(shape(other));
    }

    @Test
    void signsInATextAreNotTakenForConstants() {
        String forged = shape("a = 5");

        assertThat(ConstantReader.read(forged)).isEmpty();
        assertThat(ConstantReader.read("a = 5 AND s = '\ud83d\ude00'")).isEmpty();
    }

    @Test
    void longListsAreNotLookedAt() {
        assertThat(ConstantReader.read("a IN (" + "1, ".repeat(100) + "2)")).isEmpty();
        assertThat(ConstantReader.read("a = 5" + " ".repeat(40_000))).isEmpty();
        assertThat(ConstantReader.read("SELECT '" + "\\'".repeat(10_000) + "' WHERE a = 5"))
                .isPresent();
    }

    @Test
    void parametersThatAreNotBoundStayInTheText() {
        Statement statement = Statement.newBuilder().setSql("a = ? AND b = 5").build();
        ConstantText text = new Asked(statement).constants().orElseThrow();

        assertThat(text.areParametersConstants()).isFalse();
        assertThat(text.common(statement).getSql()).startsWith("a = ? AND b = ");
    }
}
