package io.lakeflight.benchmarks.subject;

import java.util.function.LongFunction;

/**
 * One kind of statement that is measured.
 *
 * @param schema where its tables are, in catalog {@code lake}
 * @param text the statement as it is sent the n-th time, counted from 0: with other literals if the suite is about those
 */
public record Case(String name, String schema, LongFunction<String> text) {
    /** A statement that is the same each time. */
    public static Case same(String name, String schema, String text) {
        return new Case(name, schema, time -> text);
    }
}
