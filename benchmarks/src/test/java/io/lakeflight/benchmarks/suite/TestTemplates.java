package io.lakeflight.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.benchmarks.subject.Case;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestTemplates {
    @Test
    void literalsAreWithinTheirBounds() {
        Template template = new Template("a", "{int:-2:3} {date:2024-02-28:2024-03-01} {of:x|y z}");

        assertThat(LongStream.range(0, 200).mapToObj(template::filled).collect(Collectors.toSet()))
                .hasSizeGreaterThan(20)
                .allMatch(text -> text.matches("(-[12]|[0-3]) 2024-0(2-2[89]|3-01) (x|y z)"));
    }

    @Test
    void sameTimeIsTheSameText() {
        Template template = new Template("a", "{int:1:1000000}");

        assertThat(template.filled(7)).isEqualTo(template.filled(7)).isNotEqualTo(template.filled(8));
    }

    @Test
    void againIsTheLiteralBefore() {
        assertThat(new Template("a", "{int:1:1000000} {again} {of:x} {again}").filled(3))
                .matches("([0-9]+) \\1 x x");
    }

    @Test
    void literalsOfTheSmallSuiteAreOthersEachTime() {
        int turns = 14;
        assertThat(DashboardSuite.small().cases()).allSatisfy(one -> assertThat(LongStream.range(0, turns)
                        .mapToObj(turn -> one.text().apply(turn))
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(turns - 2));
    }

    @Test
    void textsOfTheKnownSuiteAreTheFirstOnesOfTheSmallSuiteEachTime() {
        List<Case> small = DashboardSuite.small().cases();
        List<Case> known = DashboardSuite.known().cases();

        assertThat(known)
                .extracting(Case::name)
                .isEqualTo(small.stream().map(Case::name).toList());
        for (int turn : new int[] {0, 1, 13}) {
            assertThat(known)
                    .extracting(one -> one.text().apply(turn))
                    .isEqualTo(small.stream().map(one -> one.text().apply(0)).toList());
        }
    }

    @Test
    void smallSuiteHasThirtyNames() {
        List<Case> cases = DashboardSuite.small().cases();

        assertThat(cases).hasSize(30);
        assertThat(cases.stream().map(Case::name).distinct()).hasSize(30);
        assertThat(cases).noneMatch(one -> one.text().apply(3).contains("{"));
    }

    @Test
    void textsOfTpchAndTpcdsAreThere() {
        assertThat(SparkTexts.tpch()).hasSize(22);
        assertThat(SparkTexts.tpcds()).hasSize(103);
    }

    @Test
    void statementWithoutANameIsAnError() {
        assertThatThrownBy(() -> Templates.parse("SELECT 1;")).hasMessageContaining("No name before: SELECT 1");
    }
}
