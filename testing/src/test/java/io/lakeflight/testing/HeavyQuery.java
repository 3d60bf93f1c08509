package io.lakeflight.testing;

/** A query for tests that stop one: it keeps every processor busy for hours, and has no row before its end. */
final class HeavyQuery {
    static final String TEXT = "SELECT max(sqrt(id) * sin(id)) AS v FROM range(0, 1000000000000, 1, 8)";

    private HeavyQuery() {}
}
