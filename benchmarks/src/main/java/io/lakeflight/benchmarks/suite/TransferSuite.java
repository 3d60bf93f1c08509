package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.List;

/** Large answers: 1.5 and 6 million rows at scale 1, narrow and wide. */
final class TransferSuite implements Suite {
    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String description() {
        return "All rows of two tables, 1.5 and 6 million at scale 1, a few columns and all of them.";
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.transferred();
    }

    @Override
    public List<Peer> peers() {
        return List.of(
                Peer.usual("spark", Laboratory::sparkArrow),
                Peer.usual("jdbc", Laboratory::jdbc),
                Peer.usual("flight", Laboratory::flight),
                Peer.onDemand("adbc", Laboratory::adbc),
                Peer.onDemand("trino", Laboratory::trinoTransferred));
    }

    @Override
    public List<Case> cases() {
        return List.of(
                Case.same("orders, 3 columns", "tpch", "SELECT o_orderkey, o_custkey, o_totalprice FROM orders"),
                Case.same("orders, all 9", "tpch", "SELECT * FROM orders"),
                Case.same("lineitem, 3 columns", "tpch", "SELECT l_orderkey, l_partkey, l_extendedprice FROM lineitem"),
                Case.same("lineitem, all 16", "tpch", "SELECT * FROM lineitem"));
    }
}
