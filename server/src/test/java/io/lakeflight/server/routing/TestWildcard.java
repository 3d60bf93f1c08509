package io.lakeflight.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestWildcard {
    @ParameterizedTest
    @CsvSource({
        "lake.*.orders, LAKE.Sales.Orders, true",
        "lake.*.orders, lake.orders, false",
        "ab*ab, ab, false",
        "ab*ab, abab, true",
        "*, '', true",
        "'', '', true",
        "'', x, false",
        "mü*, MÜLLER, true",
        "a*b*c, a1b2b3c, true",
        "a*b*c, acb, false",
        "a.c, abc, false",
        "a*\\E, ab\\E, true"
    })
    void starStandsForAnything(String wildcard, String text, boolean matches) {
        assertThat(matches(wildcard, text)).isEqualTo(matches);
    }

    @Test
    void anyOtherIsMatchedAsARegularExpressionWould() {
        Random random = new Random(4_711);
        for (int i = 0; i < 20_000; i++) {
            String wildcard = text(random, "ab*", 6);
            String text = text(random, "abA", 8);
            Pattern regex = Pattern.compile(wildcard.replace("*", ".*"), Pattern.CASE_INSENSITIVE);

            assertThat(matches(wildcard, text))
                    .as("%s matches %s", wildcard, text)
                    .isEqualTo(regex.matcher(text).matches());
        }
    }

    @Test
    @Timeout(10)
    void noNameTakesLong() {
        assertThat(matches("*a*a*a*a*a*b", "a".repeat(100_000) + "c")).isFalse();
        assertThat(matches("lake.*.*_pii.*x", "lake." + "a._pii.".repeat(10_000)))
                .isFalse();
    }

    private static boolean matches(String wildcard, String text) {
        return Wildcard.matchesAny(List.of(Wildcard.of(wildcard)), text);
    }

    private static String text(Random random, String characters, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
