package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Figure;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Part;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Timing;
import java.util.Collection;
import java.util.List;

/** What a burst took: all of it, and its statements one by one. */
final class BurstTimes {
    private BurstTimes() {}

    static Timing timing(long nanos, long rows, Collection<Long> each) {
        List<Long> sorted = each.stream().sorted().toList();
        return new Timing(
                nanos,
                rows,
                List.of(
                        new Part("a statement", Figure.PART, sorted.get(sorted.size() / 2)),
                        new Part("slowest tenth", Figure.PART, sorted.get(sorted.size() * 9 / 10))));
    }
}
