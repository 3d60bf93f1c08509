package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpExtract;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.unsafe.types.UTF8String;

/** LIKE, RLIKE and their kin with patterns that are constants. */
final class PatternRules {
    private static final String NO_PATTERN = "\0";

    /** A character, or a class of them. */
    private static final String ONE =
            "(\\[\\^?([a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9 _,.:/@#])+-?\\]" + "|\\\\d|[A-Za-z0-9 _,:/@#-])";

    /**
     * Regular expressions in which nothing differs: plain characters and classes of them, digits, each perhaps repeated,
     * perhaps only at the beginning. Not the dot, nor the end: line breaks are others in the two.
     */
    private static final Pattern PLAIN = Pattern.compile("\\^?(" + ONE + "[+*?]?)+");

    /** Of which no match is empty, and each as long as it can be. */
    private static final Pattern PLAIN_PART = Pattern.compile("(" + ONE + "\\+?)+");

    /** Perhaps with groups, each there once in a match. */
    private static final Pattern PLAIN_GROUPS = Pattern.compile("\\^?(" + ONE + "[+*?]?|\\((" + ONE + "[+*?]?)+\\))+");

    private static final Pattern PLAIN_REPLACEMENT = Pattern.compile("[A-Za-z0-9 _,.:/-]*");

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    Like.class,
                    "like constant",
                    Edges.STRINGS,
                    e -> StringRules.areStrings(e) && isWellFormed(constant(e.right()), e.escapeChar()),
                    PatternRules::like),
            new Rule<>(
                    RLike.class,
                    "rlike plain constant",
                    Edges.STRINGS,
                    e -> StringRules.areStrings(e)
                            && PLAIN.matcher(constant(e.right())).matches(),
                    (e, in) -> "regexp_matches(" + in.sql(e.left()) + ", " + in.sql(e.right()) + ")"),
            new Rule<>(
                    RegExpReplace.class,
                    "regexp_replace plain constant",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.subject())
                            && PLAIN_PART.matcher(constant(e.regexp())).matches()
                            && PLAIN_REPLACEMENT.matcher(constant(e.rep())).matches()
                            && isOne(e.pos()),
                    (e, in) -> "regexp_replace(" + in.sql(e.subject()) + ", " + in.sql(e.regexp()) + ", "
                            + in.sql(e.rep()) + ", 'g')"),
            new Rule<>(
                    RegExpExtract.class,
                    "regexp_extract plain constant",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.subject())
                            && PLAIN_GROUPS.matcher(constant(e.regexp())).matches()
                            && e.idx() instanceof Literal literal
                            && literal.value() instanceof Integer group
                            && group >= 0
                            && group <= groups(constant(e.regexp())),
                    (e, in) -> "regexp_extract(" + in.sql(e.subject()) + ", " + in.sql(e.regexp()) + ", "
                            + ((Literal) e.idx()).value() + ")"));

    private PatternRules() {}

    /** What the expression is if it is a constant, or else what no pattern is. */
    private static String constant(Expression expression) {
        return expression instanceof Literal literal && literal.value() instanceof UTF8String text
                ? text.toString()
                : NO_PATTERN;
    }

    private static boolean isOne(Expression expression) {
        return expression instanceof Literal literal && Integer.valueOf(1).equals(literal.value());
    }

    private static long groups(String pattern) {
        return pattern.chars().filter(character -> character == '(').count();
    }

    private static String like(Like like, Operands in) throws Refusal {
        String pattern = String.valueOf(((Literal) like.right()).value());
        String escape = pattern.indexOf(like.escapeChar()) < 0
                ? ""
                : " ESCAPE " + Texts.quoted(String.valueOf(like.escapeChar()));
        return "(" + in.sql(like.left()) + " LIKE " + Texts.quoted(pattern) + escape + ")";
    }

    /** An escape that escapes nothing is an error in Spark only. */
    private static boolean isWellFormed(String pattern, char escape) {
        if (pattern.equals(NO_PATTERN) || escape >= 128 || escape == '%' || escape == '_') {
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
