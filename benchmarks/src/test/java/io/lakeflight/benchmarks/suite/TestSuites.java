package io.lakeflight.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.subject.Case;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestSuites {
    @Test
    void namesOfSuitesCasesAndPeersAreUnique() {
        assertThat(Suites.all()).extracting(Suite::name).doesNotHaveDuplicates();
        for (Suite suite : Suites.all()) {
            assertThat(suite.cases()).extracting(Case::name).isNotEmpty().doesNotHaveDuplicates();
            assertThat(suite.peers()).extracting(Peer::name).isNotEmpty().doesNotHaveDuplicates();
            assertThat(suite.peers()).anyMatch(Peer::isUsual);
        }
    }

    @Test
    void scalesAreThoseThatTheHelpTells() {
        assertThat(Suites.all())
                .extracting(suite -> suite.scale().toPlainString())
                .containsOnly("1", "0.1");
    }

    @Test
    void burstsHaveOtherLiteralsEachTime() {
        Case burst = new ConcurrencySuite().cases().get(0);

        assertThat(burst.text().apply(1))
                .isEqualTo(burst.text().apply(1))
                .isNotEqualTo(burst.text().apply(2));
    }

    @Test
    void overheadIsToldInPairsOfCalls() {
        Result result = new Result(
                List.of("lakeflight", "engine", "flight"),
                List.of(new CaseResult(
                        "scan",
                        Map.of(
                                "lakeflight", Collections.nCopies(5, 9_000_000L),
                                "engine", Collections.nCopies(5, 6_000_000L),
                                "flight", Collections.nCopies(5, 2_000_000L)),
                        Optional.empty())),
                Map.of());

        assertThat(new OverheadSuite().notes(result))
                .containsExactly(
                        "scan: the server adds 3.00 ms, 1.5 times a bare pair of calls (95 % interval 1.5 to 1.5)");
    }
}
