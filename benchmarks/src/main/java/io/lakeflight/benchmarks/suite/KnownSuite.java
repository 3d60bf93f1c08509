package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.List;

/** What dashboards send when they are looked at once more: the texts of {@link SmallSuite}, each the same every time. */
final class KnownSuite implements Suite {
    @Override
    public String name() {
        return "known";
    }

    @Override
    public String description() {
        return "The 30 statements of small, with the same literals each time, of which no answer is kept.";
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
                .map(template -> Case.same(template.name(), "tpch", template.filled(0)))
                .toList();
    }
}
