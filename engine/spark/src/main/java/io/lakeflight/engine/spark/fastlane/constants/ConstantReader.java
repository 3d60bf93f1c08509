package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.constants.Constant.Kind;
import io.lakeflight.engine.spark.statement.BoundParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the constants of a text. */
final class ConstantReader {
    /** More of them come from programs that write all their data into the text. */
    private static final int MOST = 64;

    /** Several values of each are kept. */
    private static final int MOST_CHARACTERS = 1_024;

    private static final int LONGEST = 32_768;
    /** Stands in no text that is taken. */
    private static final char SIGN = '\u0001';

    private static final int MOST_INT_DIGITS = 9;
    private static final int LEAST_BIGINT_DIGITS = 11;
    private static final int MOST_BIGINT_DIGITS = 18;
    private static final int MOST_DECIMAL_DIGITS = 30;

    /** Words, names and comments are looked for only so that nothing within them is taken for a constant. */
    private static final Pattern PIECES = Pattern.compile("""
            --[^\\n\\r]*+
            |/\\*.*?\\*/
            |"[^"]*+"
            |`[^`]*+`
            |[\\p{L}_$@][\\p{L}\\p{N}_$@]*+
            |(?<string>'[^']*+')
            |(?<number>[0-9][\\p{L}\\p{N}_.]*+)
            |\\.[0-9][\\p{L}\\p{N}_.]*+
            |(?<marker>\\?)
            """.replace("\n", ""), Pattern.DOTALL);

    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]*)\\.[0-9]+");

    private final String sql;
    private final Optional<BoundParameters> bound;
    private final List<Constant> constants = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    private int markers;

    private ConstantReader(String sql, Optional<BoundParameters> bound) {
        this.sql = sql;
        this.bound = bound;
    }

    static Optional<ConstantText> read(String sql) {
        return new ConstantReader(sql, Optional.empty()).read();
    }

    /** Empty as well if there are not as many markers as parameters. */
    static Optional<ConstantText> read(String sql, BoundParameters bound) {
        return new ConstantReader(sql, Optional.of(bound)).read();
    }

    private Optional<ConstantText> read() {
        if (sql.length() > LONGEST || sql.indexOf(SIGN) >= 0 || sql.chars().anyMatch(ConstantReader::isHalf)) {
            return Optional.empty();
        }
        int copied = 0;
        Matcher pieces = PIECES.matcher(sql);
        while (pieces.find()) {
            Optional<Constant> constant = constant(pieces);
            if (constant.isPresent()) {
                constants.add(constant.get());
                shape.append(sql, copied, pieces.start())
                        .append(SIGN)
                        .append(constant.get().shape())
                        .append(SIGN);
                copied = pieces.end();
            }
        }
        shape.append(sql, copied, sql.length());
        boolean isWhole = bound.isEmpty() || bound.get().values().size() == markers;
        return constants.isEmpty() || constants.size() > MOST || !isWhole
                ? Optional.empty()
                : Optional.of(new ConstantText(sql, shape.toString(), constants, bound.isPresent()));
    }

    /** The parser counts characters where Java counts their halves. */
    private static boolean isHalf(int character) {
        return Character.isSurrogate((char) character);
    }

    private Optional<Constant> constant(Matcher piece) {
        if (piece.group("string") != null) {
            return string(piece.start(), piece.end());
        }
        if (piece.group("marker") != null) {
            return parameter(piece.start());
        }
        return piece.group("number") == null ? Optional.empty() : number(piece.start(), piece.end());
    }

    private Optional<Constant> parameter(int start) {
        int marker = markers++;
        return bound.filter(parameters -> marker < parameters.values().size())
                .map(parameters -> Constant.bound(
                        start,
                        parameters.values().get(marker),
                        parameters.types().get(marker)));
    }

    private Optional<Constant> string(int start, int end) {
        boolean isOne =
                (start == 0 || sql.charAt(start - 1) != '\'') && (end == sql.length() || sql.charAt(end) != '\'');
        String text = sql.substring(start + 1, end - 1);
        // A session may have Spark put something else for ${name} before it looks at the text.
        return isOne && text.length() <= MOST_CHARACTERS && text.indexOf('\\') < 0 && !text.contains("${")
                ? Optional.of(Constant.written(Kind.STRING, start, end, text))
                : Optional.empty();
    }

    private Optional<Constant> number(int start, int end) {
        char before = start == 0 ? ' ' : sql.charAt(start - 1);
        char behind = end == sql.length() ? ' ' : sql.charAt(end);
        if (!isBlankOr(before, "(,=<>-+*/%") || !isBlankOr(behind, "),;=<>+*/%-")) {
            return Optional.empty();
        }
        String text = sql.substring(start, end);
        return kind(text).map(kind -> Constant.written(kind, start, end, text));
    }

    private static Optional<Kind> kind(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return text.length() <= MOST_DECIMAL_DIGITS ? Optional.of(Kind.DECIMAL) : Optional.empty();
        }
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        // Of those with as many digits as the largest, some are of this type and some of that.
        if (text.length() <= MOST_INT_DIGITS) {
            return Optional.of(Kind.INT);
        }
        return text.length() >= LEAST_BIGINT_DIGITS && text.length() <= MOST_BIGINT_DIGITS
                ? Optional.of(Kind.BIGINT)
                : Optional.empty();
    }

    private static boolean isBlankOr(char character, String others) {
        return character == ' '
                || character == '\n'
                || character == '\r'
                || character == '\t'
                || others.indexOf(character) >= 0;
    }
}
