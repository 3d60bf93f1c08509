package io.lakeflight.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestComparison {
    private final Comparison comparison = new Comparison("x", "y");

    @Test
    void ratioIsThatOfTheMedians() {
        CaseResult result = result("a", List.of(10L, 11L, 12L, 13L, 900L), List.of(20L, 22L, 24L, 26L, 28L));

        assertThat(comparison.of(result).value()).isEqualTo(0.5);
        assertThat(Comparison.median(result, "x")).isCloseTo(12e-6, within(1e-12));
    }

    @Test
    void clearDifferenceIsShown() {
        CaseResult result = result("a", List.of(10L, 11L, 12L, 13L, 14L), List.of(20L, 22L, 24L, 26L, 28L));

        assertThat(comparison.of(result).verdict()).isEqualTo(Ratio.Verdict.FASTER);
        assertThat(new Comparison("y", "x").of(result).verdict()).isEqualTo(Ratio.Verdict.SLOWER);
        assertThat(comparison.of(result).low()).isLessThan(comparison.of(result).high());
    }

    @Test
    void differenceThatMayBeChanceIsNotShown() {
        Random random = new Random(1);
        List<Long> noise =
                Stream.generate(() -> 1_000L + random.nextInt(500)).limit(10).toList();
        List<Long> otherNoise =
                Stream.generate(() -> 1_000L + random.nextInt(500)).limit(10).toList();

        assertThat(comparison.of(result("a", noise, otherNoise)).verdict()).isEqualTo(Ratio.Verdict.NOT_SHOWN);
    }

    @Test
    void fewRoundsShowNothing() {
        CaseResult result = result("a", List.of(1L, 1L), List.of(100L, 100L));

        assertThat(comparison.of(result).value()).isCloseTo(0.01, within(1e-9));
        assertThat(comparison.of(result).verdict()).isEqualTo(Ratio.Verdict.NOT_SHOWN);
    }

    @Test
    void meanCountsCasesAndTotalCountsTime() {
        CaseResult brief = result("a", Collections.nCopies(5, 1L), Collections.nCopies(5, 4L));
        CaseResult large = result("b", Collections.nCopies(5, 1_000L), Collections.nCopies(5, 1_000L));

        assertThat(comparison.mean(List.of(brief, large)).value()).isCloseTo(0.5, within(1e-9));
        assertThat(comparison.total(List.of(brief, large)).value()).isCloseTo(1_001.0 / 1_004, within(1e-9));
    }

    @Test
    void sameFiguresSayTheSame() {
        CaseResult result = result("a", List.of(10L, 11L, 12L, 13L, 14L), List.of(11L, 12L, 13L, 12L, 15L));

        assertThat(comparison.of(result)).isEqualTo(comparison.of(result));
    }

    private static CaseResult result(String name, List<Long> x, List<Long> y) {
        return new CaseResult(name, Map.of("x", x, "y", y), Optional.empty());
    }
}
