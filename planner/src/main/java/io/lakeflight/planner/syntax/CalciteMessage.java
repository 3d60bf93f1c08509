package io.lakeflight.planner.syntax;

import java.util.regex.Pattern;

/** What Calcite says is wrong, for people. */
public final class CalciteMessage {
    /** It takes a column that is in no table for the name which the same column would have in the answer. */
    private static final Pattern SELF_REFERENCE = Pattern.compile(
            "The definition of column '([^']*)' depends on itself through the following columns: '\\1'");

    private CalciteMessage() {}

    /** Without the list of what the grammar would take, and what else follows. */
    public static String firstLine(Throwable failure) {
        String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return SELF_REFERENCE.matcher(line).replaceFirst("Column '$1' not found in any table");
    }
}
