package io.lakeflight.planner.standard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a text in double quotes is; in backticks it is a name in each. */
public enum Dialect {
    /** A name. */
    STANDARD,
    /** A string, as Spark has it unless told otherwise. */
    SPARK;

    /** By its name in any letter case. */
    public static Optional<Dialect> of(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
