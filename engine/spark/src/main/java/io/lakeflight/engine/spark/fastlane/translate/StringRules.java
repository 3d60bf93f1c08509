package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Ascii;
import org.apache.spark.sql.catalyst.expressions.BitLength;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InitCap;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.OctetLength;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.StringTranslate;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings made of strings, and how long they are; Spark's are of the binary collation only. */
final class StringRules {
    private static final int LONGEST_PADDING = 10_000;
    /** DuckDB computes 2,048 values before it notices that it is cancelled. */
    private static final int MOST_REPEATS = 1_000;

    /**
     * Of Latin, Greek and Cyrillic what has one letter of the other case, whatever is around it, and of East Asia what has
     * none: not the German sharp s, the Turkish i, or the Greek s.
     */
    private static final String KNOWN_LETTERS = "[\\x{00}-\\x{DE}\\x{E0}-\\x{FF}\\x{100}-\\x{12F}\\x{132}-\\x{148}"
            + "\\x{14A}-\\x{17E}\\x{386}-\\x{38F}\\x{391}-\\x{3A1}\\x{3A4}-\\x{3AF}\\x{3B1}-\\x{3C1}"
            + "\\x{3C4}-\\x{3CE}\\x{400}-\\x{45F}\\x{2010}-\\x{2027}\\x{20AC}\\x{3001}-\\x{30FF}"
            + "\\x{4E00}-\\x{9FFF}\\x{AC00}-\\x{D7A3}]*";

    static final List<Rule<?>> ALL = List.of(
            // Not concat(), which skips nulls.
            new Rule<>(
                    Concat.class,
                    "concat",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> "(" + String.join(" || ", in.sql(ScalaLists.toJava(e.children()))) + ")"),
            new Rule<>(
                    ConcatWs.class,
                    "concat_ws",
                    Edges.STRINGS,
                    e -> areStrings(e) && e.children().size() > 1,
                    (e, in) -> call("concat_ws", e, in)),
            new Rule<>(
                    StringReplace.class,
                    "replace",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> call("replace", e, in)),
            new Rule<>(
                    StringTranslate.class,
                    "translate by constants",
                    Edges.STRINGS,
                    e -> areStrings(e) && e.matchingExpr() instanceof Literal && e.replaceExpr() instanceof Literal,
                    (e, in) -> call("translate", e, in)),
            new Rule<>(StringRepeat.class, "repeat", Edges.STRINGS, e -> isString(e.str()), (e, in) -> repeat(e, in)),
            new Rule<>(
                    StringLPad.class,
                    "lpad",
                    Edges.STRINGS,
                    e -> isPadding(e.str(), e.len(), e.pad()),
                    (e, in) -> call("lpad", e, in)),
            new Rule<>(
                    StringRPad.class,
                    "rpad",
                    Edges.STRINGS,
                    e -> isPadding(e.str(), e.len(), e.pad()),
                    (e, in) -> call("rpad", e, in)),
            new Rule<>(
                    StringTrim.class, "trim", Edges.STRINGS, StringRules::areStrings, (e, in) -> trim("trim", e, in)),
            new Rule<>(
                    StringTrimLeft.class,
                    "ltrim",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> trim("ltrim", e, in)),
            new Rule<>(
                    StringTrimRight.class,
                    "rtrim",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> trim("rtrim", e, in)),
            new Rule<>(
                    Upper.class,
                    "upper",
                    Edges.LETTERS,
                    StringRules::areStrings,
                    (e, in) -> ofKnownLetters("upper", e, e.child(), in)),
            new Rule<>(
                    Lower.class,
                    "lower",
                    Edges.LETTERS,
                    StringRules::areStrings,
                    (e, in) -> ofKnownLetters("lower", e, e.child(), in)),
            new Rule<>(InitCap.class, "initcap", Edges.LETTERS, StringRules::areStrings, StringRules::initCap),
            new Rule<>(
                    Length.class, "length", Edges.STRINGS, StringRules::areStrings, (e, in) -> number("length", e, in)),
            new Rule<>(
                    OctetLength.class,
                    "octet_length",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> number("strlen", e, in)),
            new Rule<>(
                    BitLength.class,
                    "bit_length",
                    Edges.STRINGS,
                    StringRules::areStrings,
                    (e, in) -> number("bit_length", e, in)),
            new Rule<>(
                    Ascii.class, "ascii", Edges.STRINGS, StringRules::areStrings, (e, in) -> number("ascii", e, in)));

    private StringRules() {}

    static boolean areStrings(Expression expression) {
        return ScalaLists.toJava(expression.children()).stream().allMatch(StringRules::isString);
    }

    static boolean isString(Expression expression) {
        return DuckTypes.isString(expression.dataType());
    }

    static String call(String function, Expression expression, Operands in) throws Refusal {
        return function + "(" + String.join(", ", in.sql(ScalaLists.toJava(expression.children()))) + ")";
    }

    static String number(String function, Expression expression, Operands in) throws Refusal {
        return Texts.cast(call(function, expression, in), expression.dataType());
    }

    private static String repeat(StringRepeat repeat, Operands in) throws Refusal {
        String times = in.once(repeat.times());
        String isFew = times + " IS NULL OR " + times + " <= " + MOST_REPEATS;
        String text = "repeat(" + in.sql(repeat.str()) + ", " + times + ")";
        return "(" + Texts.guarded(isFew, text, repeat.dataType()) + ")";
    }

    private static boolean isPadding(Expression string, Expression length, Expression padding) {
        return isString(string)
                && isString(padding)
                && length instanceof Literal digits
                && digits.value() instanceof Integer number
                && Math.abs(number) <= LONGEST_PADDING
                && padding instanceof Literal literal
                && literal.value() instanceof UTF8String text
                && text.numBytes() > 0;
    }

    /** Without a second argument DuckDB takes away more than the blanks Spark does. */
    private static String trim(String function, Expression trim, Operands in) throws Refusal {
        List<String> operands = in.sql(ScalaLists.toJava(trim.children()));
        return function + "(" + operands.get(0) + ", " + (operands.size() > 1 ? operands.get(1) : "' '") + ")";
    }

    /** Words are what is between single blanks. */
    private static String initCap(InitCap initCap, Operands in) throws Refusal {
        String text = in.once(initCap.child());
        String words = "list_transform(string_split(lower(" + text
                + "), ' '), lambda w: upper(substring(w, 1, 1)) || substring(w, 2))";
        return ifKnownLetters(text, "array_to_string(" + words + ", ' ')", initCap);
    }

    private static String ofKnownLetters(String function, Expression whole, Expression operand, Operands in)
            throws Refusal {
        String text = in.once(operand);
        return ifKnownLetters(text, function + "(" + text + ")", whole);
    }

    /** The two know different versions of the other alphabets. */
    private static String ifKnownLetters(String text, String value, Expression whole) throws Refusal {
        String isKnown = text + " IS NULL OR strlen(" + text + ") = length(" + text + ") OR regexp_full_match(" + text
                + ", '" + KNOWN_LETTERS + "')";
        return "(" + Texts.guarded(isKnown, value, whole.dataType()) + ")";
    }
}
