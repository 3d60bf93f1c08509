package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.math.BigDecimal;
import java.util.List;

/** From nothing to the first answer, and the memory that is held once nothing is left to do. */
final class StartSuite implements Suite {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "From the start of the processes to the first answer, and the memory that they have at rest after it.";
    }

    @Override
    public BigDecimal scale() {
        return Suites.BRIEF;
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.lakeflightStarts();
    }

    @Override
    public List<Peer> peers() {
        return List.of(Peer.usual("spark", Laboratory::sparkStarts));
    }

    /** An answer that takes an engine. */
    @Override
    public List<Case> cases() {
        return List.of(Case.same("first answer", "default", "SELECT sum(id) FROM range(1000)"));
    }
}
