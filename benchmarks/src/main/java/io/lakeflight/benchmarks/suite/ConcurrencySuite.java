package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Burst;
import io.lakeflight.benchmarks.system.Laboratory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The statements of dashboards from several clients at once, alone and beside a heavy statement. */
final class ConcurrencySuite implements Suite {
    private static final List<Integer> CLIENTS = List.of(1, 4, 16, 64);
    /** So that each of the 64 clients has some, too. */
    private static final int TIMES_OF_MANY = 4;

    private static final int MOST_STATEMENTS = 1_000;

    private static final String HEAVY =
            "SELECT sum(a.l_extendedprice * b.l_discount) FROM lineitem a JOIN lineitem b ON a.l_suppkey = b.l_suppkey";

    @Override
    public String name() {
        return "concurrency";
    }

    @Override
    public String description() {
        return "The statements of small by 1, 4, 16 and 64 clients at once (by 64 four times), beside a heavy one and"
                + " alone.";
    }

    @Override
    public BigDecimal scale() {
        return Suites.BRIEF;
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
        for (int clients : CLIENTS) {
            String name = clients == 1 ? "1 client" : clients + " clients";
            cases.add(burst(cases.size(), name + ", one heavy", clients, Optional.of(HEAVY)));
            cases.add(burst(cases.size(), name, clients, Optional.empty()));
        }
        return cases;
    }

    /** @param index of the case: none repeats a text of another one */
    private static Case burst(int index, String name, int clients, Optional<String> heavy) {
        List<Template> templates = Templates.read("small.sql");
        int count = templates.size() * (clients > templates.size() ? TIMES_OF_MANY : 1);
        int cases = 2 * CLIENTS.size();
        return new Case(name, "tpch", time -> new Burst(
                        clients,
                        heavy,
                        IntStream.range(0, count)
                                .mapToObj(number -> templates
                                        .get(number % templates.size())
                                        .filled((time * cases + index) * MOST_STATEMENTS + number))
                                .toList())
                .text());
    }
}
