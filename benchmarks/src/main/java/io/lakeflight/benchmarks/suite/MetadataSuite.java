package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Browsing;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.Arrays;
import java.util.List;

/** Browsing three schemas of a thousand tables each, or fewer below scale 1. */
final class MetadataSuite implements Suite {
    @Override
    public String name() {
        return "metadata";
    }

    @Override
    public String description() {
        return "What tools ask of three schemas with 1,000 tables each, or fewer below scale 1.";
    }

    @Override
    public SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.browsed();
    }

    @Override
    public List<Peer> peers() {
        return List.of(Peer.usual("spark", Laboratory::sparkBrowsed), Peer.usual("jdbc", Laboratory::jdbcBrowsed));
    }

    @Override
    public List<Case> cases() {
        return Arrays.stream(Browsing.values())
                .map(what -> Case.same(what.words(), "default", what.name()))
                .toList();
    }
}
