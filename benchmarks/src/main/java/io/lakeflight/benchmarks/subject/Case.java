package io.lakeflight.benchmarks.subject;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One kind of statement that is measured.
 *
 * @param schema where its tables are, in catalog {@code lake}
 * @param text the statement as it is sent the n-th time, counted from 0: with other literals if the suite is about those
 * @param recorded what somebody else has recorded as its answer, at scale 1
 */
public record Case(String name, String schema, LongFunction<String> text, Optional<Answer> recorded) {
    public Case(String name, String schema, LongFunction<String> text) {
        this(name, schema, text, Optional.empty());
    }

    /** A statement that is the same each time. */
    public static Case same(String name, String schema, String text) {
        return new Case(name, schema, time -> text);
    }

    /** The same case, of which nothing recorded is known. */
    public Case unrecorded() {
        return new Case(name, schema, text);
    }
}
