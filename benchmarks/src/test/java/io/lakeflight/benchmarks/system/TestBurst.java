package io.lakeflight.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Figure;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestBurst {
    @Test
    void textIsTheBurst() {
        Burst light = new Burst(4, Optional.empty(), List.of("SELECT 1;\nSELECT 2", "SELECT 3"));
        Burst heavy = new Burst(1, Optional.of("SELECT 4"), List.of("SELECT 1"));

        assertThat(Burst.of(light.text())).isEqualTo(light);
        assertThat(Burst.of(heavy.text())).isEqualTo(heavy);
    }

    @Test
    void answersToTheSameStatementMustAgree() {
        Answer answer = answer("1", "2");

        assertThat(Burst.same(answer, answer("2", "1"))).isEqualTo(answer);
        assertThatThrownBy(() -> Burst.same(answer, answer("1", "3")))
                .hasMessageStartingWith("two answers to the same statement differ");
    }

    private static Answer answer(String... values) {
        return new Answer(
                List.of("a"), List.of("int"), Stream.of(values).map(List::of).toList());
    }

    @Test
    void medianAndSlowestTenthAreParts() {
        List<Long> each = LongStream.rangeClosed(1, 100).boxed().toList();

        assertThat(BurstTimes.timing(7, 3, each).parts())
                .containsExactly(new Part("a statement", Figure.PART, 51), new Part("slowest tenth", Figure.PART, 91));
    }
}
