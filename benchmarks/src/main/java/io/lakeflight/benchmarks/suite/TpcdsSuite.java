package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.List;

/** The 99 statements of TPC-DS, some of which have two variants. */
final class TpcdsSuite implements Suite {
    @Override
    public String name() {
        return "tpcds";
    }

    @Override
    public String description() {
        return "The 99 statements of TPC-DS, from the client that sends them until it has all rows.";
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        laboratory.requireTpcds();
        return laboratory.lakeflight();
    }

    @Override
    public List<Case> cases() {
        return SparkTexts.tpcds();
    }
}
