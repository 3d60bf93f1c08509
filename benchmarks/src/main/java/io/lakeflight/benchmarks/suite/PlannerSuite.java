package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** How long a text takes that nobody has planned before: reading it here, parsing, analysing and optimizing in Spark. */
final class PlannerSuite implements Suite {
    @Override
    public String name() {
        return "planner";
    }

    @Override
    public String description() {
        return "Texts of TPC-H and TPC-DS: what the server reads of them, and Spark's parser, analyzer and optimizer.";
    }

    @Override
    public BigDecimal scale() {
        return Suites.BRIEF;
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.reader();
    }

    @Override
    public List<Peer> peers() {
        return List.of(Peer.usual("spark", Laboratory::sparkPlanner));
    }

    @Override
    public List<Case> cases() {
        return Stream.concat(
                        SparkTexts.tpch().stream().map(text -> renamed("tpch-", text)),
                        SparkTexts.tpcds().stream().map(text -> renamed("tpcds-", text)))
                .toList();
    }

    private static Case renamed(String prefix, Case text) {
        return new Case(prefix + text.name(), text.schema(), text.text());
    }
}
