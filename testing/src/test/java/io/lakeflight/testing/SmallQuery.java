package io.lakeflight.testing;

/** A query for tests that want an answer of an engine, which the server alone could not give: it returns 1. */
final class SmallQuery {
    static final String TEXT = "SELECT 1 + 0";

    private SmallQuery() {}
}
