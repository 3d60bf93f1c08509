package io.lakeflight.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestAnswer {
    @Test
    void spacesQuotesAndLastDigitsAreNoDifferenceOfValues() {
        Answer spark = answer(List.of("'a '", "25.522005853257"), List.of("'b'", "null"));
        Answer other = answer(List.of("b", "NULL"), List.of("a", "25.52200585"));

        assertThat(other.differenceFrom(spark, false)).isEmpty();
        assertThat(other.differenceFrom(spark, true)).isPresent();
    }

    @Test
    void valuesThatDifferAreTold() {
        assertThat(answer(List.of("a", "1.5")).differenceFrom(answer(List.of("a", "1.6")), false))
                .contains("[a, 1.6], [a, 1.5]");
        assertThat(answer(List.of("a")).differenceFrom(answer(List.of("a"), List.of("a")), false))
                .contains("2 rows, 1 rows");
        assertThat(answer(List.of("a")).differenceFrom(answer(List.of("a", "b")), false))
                .isPresent();
    }

    @Test
    void textThatIsNullIsNotNull() {
        assertThat(answer(List.of("'0'")).differenceFrom(answer(List.of("null")), false))
                .isPresent();
    }

    private static Answer answer(List<?>... rows) {
        return new Answer(
                List.of("x"),
                List.of("string"),
                List.of(rows).stream()
                        .map(row -> row.stream().map(Object::toString).toList())
                        .toList());
    }
}
