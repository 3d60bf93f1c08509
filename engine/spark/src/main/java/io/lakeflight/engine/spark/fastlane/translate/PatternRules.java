package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.unsafe.types.UTF8String;

/** LIKE with a pattern that is a constant. */
final class PatternRules {
    static final List<Rule<?>> ALL = List.of(new Rule<>(
            Like.class,
            "like constant",
            Edges.STRINGS,
            e -> StringRules.areStrings(e)
                    && e.right() instanceof Literal literal
                    && literal.value() instanceof UTF8String pattern
                    && isWellFormed(pattern.toString(), e.escapeChar()),
            PatternRules::like));

    private PatternRules() {}

    private static String like(Like like, Operands in) throws Refusal {
        String pattern = String.valueOf(((Literal) like.right()).value());
        String escape = pattern.indexOf(like.escapeChar()) < 0
                ? ""
                : " ESCAPE " + Texts.quoted(String.valueOf(like.escapeChar()));
        return "(" + in.sql(like.left()) + " LIKE " + Texts.quoted(pattern) + escape + ")";
    }

    /** An escape that escapes nothing is an error in Spark only. */
    private static boolean isWellFormed(String pattern, char escape) {
        if (escape >= 128 || escape == '%' || escape == '_') {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == escape) {
                i++;
                if (i == pattern.length() || ("%_" + escape).indexOf(pattern.charAt(i)) < 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
