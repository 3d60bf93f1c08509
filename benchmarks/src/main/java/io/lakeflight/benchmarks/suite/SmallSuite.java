package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.List;

/** What dashboards send: small answers of filters, groups and joins over TPC-H, with other literals each time. */
final class SmallSuite implements Suite {
    @Override
    public String name() {
        return "small";
    }

    @Override
    public String description() {
        return "30 statements as dashboards send them, with other literals each time.";
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
        return Templates.read("small.sql").stream()
                .map(template -> new Case(template.name(), "tpch", template::filled))
                .toList();
    }
}
