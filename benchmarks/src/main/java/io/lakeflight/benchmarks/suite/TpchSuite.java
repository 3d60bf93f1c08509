package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
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
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.lakeflight();
    }

    @Override
    public List<Peer> peers() {
        return Peer.ofSql();
    }

    @Override
    public List<Case> cases() {
        return SparkTexts.tpch();
    }
}
