package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringInstr;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.StringSplitSQL;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.SubstringIndex;
import org.apache.spark.unsafe.types.UTF8String;

/** Parts of strings, and where they are. */
final class SubstringRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    Substring.class,
                    "substring at constants",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.str()) && isInteger(e.pos()) && isInteger(e.len()),
                    (e, in) -> substring(in.once(e.str()), integer(e.pos()), integer(e.len()))),
            new Rule<>(
                    Substring.class,
                    "substring",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.str()),
                    (e, in) -> substring(in.once(e.str()), in.once(e.pos()), in.once(e.len()))),
            new Rule<>(
                    ElementAt.class,
                    "split_part at constant",
                    Edges.STRINGS,
                    SubstringRules::isPart,
                    SubstringRules::part),
            new Rule<>(
                    StringInstr.class,
                    "instr",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> StringRules.number("instr", e, in)),
            new Rule<>(
                    StringLocate.class,
                    "locate from 1",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.str())
                            && StringRules.isString(e.substr())
                            && isInteger(e.start())
                            && integer(e.start()) == 1,
                    (e, in) -> Texts.cast("instr(" + in.sql(e.str()) + ", " + in.sql(e.substr()) + ")", e.dataType())),
            new Rule<>(
                    SubstringIndex.class,
                    "substring_index 1",
                    Edges.STRINGS,
                    e -> StringRules.isString(e.strExpr())
                            && e.delimExpr() instanceof Literal delimiter
                            && delimiter.value() instanceof UTF8String text
                            && text.numBytes() > 0
                            && isInteger(e.countExpr())
                            && integer(e.countExpr()) == 1,
                    (e, in) -> "split_part(" + in.sql(e.strExpr()) + ", " + in.sql(e.delimExpr()) + ", 1)"),
            new Rule<>(
                    StartsWith.class,
                    "starts_with",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> StringRules.call("starts_with", e, in)),
            new Rule<>(
                    EndsWith.class,
                    "ends_with",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> StringRules.call("ends_with", e, in)),
            new Rule<>(
                    Contains.class,
                    "contains",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> StringRules.call("contains", e, in)));

    private SubstringRules() {}

    private static boolean isInteger(Expression expression) {
        return expression instanceof Literal literal && literal.value() instanceof Integer;
    }

    private static int integer(Expression expression) {
        return (Integer) ((Literal) expression).value();
    }

    /** A null operand is one of the greatest function too, which then passes it over. */
    private static String substring(String text, String position, String length) {
        String start = "(CASE WHEN " + position + " > 0 THEN CAST(" + position + " AS BIGINT) - 1 WHEN " + position
                + " < 0 THEN length(" + text + ") + CAST(" + position + " AS BIGINT) ELSE 0 END)";
        String first = "greatest(" + start + ", 0)";
        return "(CASE WHEN " + text + " IS NULL OR " + position + " IS NULL OR " + length
                + " IS NULL THEN CAST(NULL AS VARCHAR) ELSE substring(" + text + ", " + first + " + 1, greatest("
                + start
                + " + CAST(" + length + " AS BIGINT) - " + first + ", 0)) END)";
    }

    /** What Spark makes of split_part; the array is nothing that a query could have. */
    private static boolean isPart(ElementAt element) {
        return element.left() instanceof StringSplitSQL split
                && StringRules.areStrings(split)
                && split.delimiter() instanceof Literal delimiter
                && delimiter.value() instanceof UTF8String text
                && text.numBytes() > 0
                && isInteger(element.right())
                && integer(element.right()) != 0
                && element.defaultValueOutOfBound().isDefined()
                && element.defaultValueOutOfBound().get().value() instanceof UTF8String otherwise
                && otherwise.numBytes() == 0;
    }

    private static String part(ElementAt element, Operands in) throws Refusal {
        StringSplitSQL split = (StringSplitSQL) element.left();
        return "split_part(" + in.sql(split.str()) + ", " + in.sql(split.delimiter()) + ", " + integer(element.right())
                + ")";
    }

    /** Spark counts from 0 as from 1, and from the end before it cuts what lies before the beginning. */
    private static String substring(String text, int position, int length) {
        if (length <= 0) {
            return "(CASE WHEN " + text + " IS NULL THEN CAST(NULL AS VARCHAR) ELSE '' END)";
        }
        if (position >= 0) {
            return "substring(" + text + ", " + Math.max(position, 1) + ", " + length + ")";
        }
        String start = "(length(" + text + ") + CAST(" + position + " AS BIGINT))";
        String end = start + " + CAST(" + length + " AS BIGINT)";
        String first = "greatest(" + start + ", 0)";
        return "substring(" + text + ", " + first + " + 1, greatest(" + end + " - " + first + ", 0))";
    }
}
