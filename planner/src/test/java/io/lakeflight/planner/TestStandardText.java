package io.lakeflight.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStandardText {
    private static final String CHARACTERS = "'\\\"\n\t\0ab01u%é表";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT 'a' ; ; | SELECT 'a'",
                "'back\\\\slash' | 'back\\slash'",
                "'it''s' | 'it''s'",
                "'it\\'s' | 'it''s'",
                "'\\\"' | '\"'",
                "'100\\%' LIKE 'a\\_b' | '100\\%' LIKE 'a\\_b'",
                "'\\\\_' | '\\_'",
                "'\\u0041\\U0001F986\\101\\q' | 'A🦆Aq'",
                "'\\u00g1\\u00''\\08\\400' | 'u00g1u00''\0" + "8400'",
                "'\\ud800' | '?'",
                "'\\ud83e' '\\udd86' | '🦆'",
                "'a' 'b' | 'ab'",
                "'a' /* c */ 'b''c' x | 'ab''c' x",
                "r'\\n' R\"it's\" | '\\nit''s'",
                "r'a''b' | 'ab'",
                "LIKE r'\\_' ESCAPE '\\\\' | LIKE '\\_' ESCAPE '\\'",
                "X'0A' DATE'2020-01-01' | X'0A' DATE'2020-01-01'",
                "`a``b`.`c\"d` | \"a`b\".\"c\"\"d\"",
                "\"a\"\"b\" \"c\\\"d\" | \"a\"\"b\" \"c\\\"\"d\"",
                "a.group.`by` | a.\"group\".\"by\"",
                "1.5 -- it's | 1.5",
                "'open | 'open",
                "'open\\' | 'open\\'",
                "r'open | r'open",
            })
    void textIsTranslated(String sql, String standard) {
        assertThat(StandardText.of(sql)).isEqualTo(standard);
    }

    @Test
    void controlCharactersStandForThemselves() {
        assertThat(StandardText.of("'\\n\\t\\r\\b\\0\\Z'")).isEqualTo("'\n\t\r\b\0\u001a'");
    }

    @Test
    void whateverStringIsWrittenIsRead() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder value = new StringBuilder();
            StringBuilder written = new StringBuilder("'");
            for (int index = 0; index < 12; index++) {
                char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                value.append(c);
                written.append(written(c, random));
                written.append(random.nextInt(8) == 0 ? "' '" : "");
            }

            assertThat(StandardText.of(written.append("'").toString()))
                    .as(written.toString())
                    .isEqualTo("'" + value.toString().replace("'", "''") + "'");
        }
    }

    /** One of the ways to write a character. */
    private static String written(char c, Random random) {
        int way = random.nextInt(4);
        if (way == 0) {
            return "\\u%04x".formatted((int) c);
        }
        if (way == 1 && c < 128) {
            return "\\%03o".formatted((int) c);
        }
        if (way == 2) {
            return "\\U%08X".formatted((int) c);
        }
        return switch (c) {
            case '\'' -> random.nextBoolean() ? "\\'" : "\\x".replace("x", "047");
            case '\\' -> "\\\\";
            default -> String.valueOf(c);
        };
    }
}
