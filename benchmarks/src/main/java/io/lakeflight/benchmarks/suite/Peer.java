package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.util.List;
import java.util.function.Function;

/**
 * Something a suite can be compared with.
 *
 * @param isUsual whether it is compared with this unless others are named
 * @param system starts it; fails with {@link io.lakeflight.benchmarks.subject.NotFetchedException} if it is not there
 */
public record Peer(String name, boolean isUsual, Function<Laboratory, SystemUnderTest> system) {
    /** Those that answer statements of SQL. */
    static List<Peer> ofSql() {
        return List.of(
                usual("spark", Laboratory::spark),
                onDemand("duckdb", Laboratory::duckdb),
                onDemand("connect", Laboratory::connect),
                onDemand("trino", Laboratory::trino));
    }

    static Peer usual(String name, Function<Laboratory, SystemUnderTest> system) {
        return new Peer(name, true, system);
    }

    static Peer onDemand(String name, Function<Laboratory, SystemUnderTest> system) {
        return new Peer(name, false, system);
    }
}
