package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Comparison;
import io.lakeflight.benchmarks.run.Ratio;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.system.Laboratory;
import java.math.BigDecimal;
import java.util.List;

/** What it costs that there is a server before the engine. */
final class OverheadSuite implements Suite {
    private static final String LAKEFLIGHT = "lakeflight";
    private static final String ENGINE = "engine";
    private static final String FLIGHT = "flight";

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String description() {
        return "Brief statements through the server, straight at an engine, and a bare pair of Flight calls.";
    }

    @Override
    public BigDecimal scale() {
        return Suites.BRIEF;
    }

    @Override
    public List<Peer> peers() {
        return List.of(Peer.usual(ENGINE, Laboratory::engine), Peer.usual(FLIGHT, Laboratory::flight));
    }

    /** None of them is one that the server answers by itself. */
    @Override
    public List<Case> cases() {
        return List.of(
                Case.same("range", "tpch", "SELECT id, id * id AS square FROM range(10)"),
                Case.same("scan", "tpch", "SELECT n_nationkey, n_name FROM nation WHERE n_regionkey < 2"),
                Case.same("group", "tpch", "SELECT n_regionkey, count(*) AS nations FROM nation GROUP BY n_regionkey"),
                Case.same(
                        "join",
                        "tpch",
                        "SELECT r_name, count(*) AS nations FROM nation JOIN region ON n_regionkey = r_regionkey"
                                + " GROUP BY r_name"));
    }

    /** The medians' difference is what the server adds, in pairs of bare calls; it is below 0 where it is less than noise. */
    @Override
    public List<String> notes(Result result) {
        return result.common().stream()
                .filter(one -> one.has(LAKEFLIGHT) && one.has(ENGINE) && one.has(FLIGHT))
                .map(OverheadSuite::note)
                .toList();
    }

    private static String note(CaseResult one) {
        double added = Comparison.median(one, LAKEFLIGHT) - Comparison.median(one, ENGINE);
        Ratio pairs = new Comparison(LAKEFLIGHT, ENGINE).surplus(one, FLIGHT);
        return "%s: the server adds %.2f ms, %.1f times a bare pair of calls (95 %% interval %s)"
                .formatted(
                        one.name(),
                        added,
                        pairs.value(),
                        Double.isFinite(pairs.high())
                                ? "%.1f to %.1f".formatted(pairs.low(), pairs.high())
                                : "not known of so few rounds");
    }
}
