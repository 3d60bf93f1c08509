package io.lakeflight.benchmarks.suite;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** All suites there are. */
public final class Suites {
    /** The scale of suites that larger tables tell nothing more, but for the time it takes. */
    static final BigDecimal BRIEF = new BigDecimal("0.1");

    private static final List<Suite> ALL = List.of(
            DashboardSuite.small(),
            DashboardSuite.known(),
            new TpchSuite(),
            new TpcdsSuite(),
            new PlannerSuite(),
            new OverheadSuite(),
            new TransferSuite(),
            new ConcurrencySuite(),
            new MetadataSuite(),
            new StartSuite());

    private Suites() {}

    public static List<Suite> all() {
        return ALL;
    }

    public static Optional<Suite> find(String name) {
        return ALL.stream().filter(suite -> suite.name().equals(name)).findFirst();
    }
}
