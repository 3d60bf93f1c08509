package io.lakeflight.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.subject.Case;
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
}
