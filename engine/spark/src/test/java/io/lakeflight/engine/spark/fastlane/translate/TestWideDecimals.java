package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DecimalType;
import org.junit.jupiter.api.Test;

class TestWideDecimals {
    private static final DecimalType SHORT = new DecimalType(12, 2);
    private static final DecimalType LONG = new DecimalType(19, 3);

    @Test
    void longResultsHaveTwoForms() {
        String inner = WideDecimals.operand("a", SHORT, SHORT, 24) + " * b";
        String text = "SELECT " + WideDecimals.operand("(" + inner + ")", new DecimalType(18, 4), SHORT, 30) + " + c";

        assertThat(WideDecimals.areIn(text)).isTrue();
        assertThat(WideDecimals.narrow(text)).isEqualTo("SELECT (a * b) + c");
        assertThat(WideDecimals.wide(text))
                .isEqualTo("SELECT CAST((CAST(a AS DECIMAL(19,2)) * b) AS DECIMAL(19,4)) + c");
    }

    @Test
    void othersHaveOne() {
        assertThat(WideDecimals.operand("a", SHORT, SHORT, 18)).isEqualTo("a");
        assertThat(WideDecimals.operand("a", SHORT, LONG, 31)).isEqualTo("a");
        assertThat(WideDecimals.operand("a", LONG, SHORT, 31)).isEqualTo("a");
        for (String text : new String[] {"SELECT 'CAST(' || 2)", ""}) {
            assertThat(WideDecimals.areIn(text)).isFalse();
            assertThat(WideDecimals.narrow(text)).isEqualTo(text);
            assertThat(WideDecimals.wide(text)).isEqualTo(text);
        }
    }
}
