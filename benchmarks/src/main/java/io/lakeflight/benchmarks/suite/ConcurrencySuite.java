package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Burst;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The statements of dashboards from several clients at once, alone and beside a heavy statement. */
final class ConcurrencySuite implements Suite {
    private static final List<Integer> CLIENTS = List.of(1, 4, 16, 64);
    /** As many for each number of clients, so that their figures may be compared. */
    private static final int STATEMENTS = 64;

    private static final String HEAVY =
            "SELECT sum(a.l_extendedprice * b.l_discount) FROM lineitem a JOIN lineitem b ON a.l_suppkey = b.l_suppkey";

    @Override
    public String name() {
        return "concurrency";
    }

    @Override
    public String description() {
        return "64 statements of dashboards by 1, 4, 16 and 64 clients at once, alone and beside a heavy one.";
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.clients();
    }

    @Override
    public List<Peer> peers() {
        return List.of(Peer.usual("spark", Laboratory::sparkClients));
    }

    @Override
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        CLIENTS.forEach(clients -> cases.add(burst(clients + " clients", clients, Optional.empty())));
        CLIENTS.forEach(clients -> cases.add(burst(clients + " clients, one heavy", clients, Optional.of(HEAVY))));
        return cases;
    }

    private static Case burst(String name, int clients, Optional<String> heavy) {
        List<Template> templates = Templates.read("small.sql");
        return new Case(name, "tpch", time -> new Burst(
                        clients,
                        heavy,
                        IntStream.range(0, STATEMENTS)
                                .mapToObj(number ->
                                        templates.get(number % templates.size()).filled(time * STATEMENTS + number))
                                .toList())
                .text());
    }
}
