package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import java.util.List;

/** The 22 statements of TPC-H. */
final class TpchSuite implements Suite {
    @Override
    public String name() {
        return "tpch";
    }

    @Override
    public String description() {
        return "The 22 statements of TPC-H, from the client that sends them until it has all rows.";
    }

    @Override
    public List<Case> cases() {
        return SparkTexts.tpch();
    }
}
