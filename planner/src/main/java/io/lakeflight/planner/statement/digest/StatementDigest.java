package io.lakeflight.planner.statement.digest;

import io.lakeflight.planner.statement.words.SparkFunctions;
import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A short name of what a statement says: two statements that have the same one mean the same in the same session, and
 * their results' columns have the same names. Two that mean the same may have different ones.
 *
 * <p>Blanks and comments do not count, neither do quotes of names that need none, nor letter case where it {@link LetterCase
 * means nothing}. It is presumed that the session reads names in any letter case and double quotes as those of names.
 */
public final class StatementDigest {
    private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Between these, and between them and anything else, blanks do not count. */
    private static final String KNOWN_SYMBOLS = "()[],;+-*/%=<>!&|^~:?.";

    private StatementDigest() {}

    /** Of a query that Calcite has read. */
    public static String ofQuery(List<SqlToken> tokens) {
        boolean[] ignored = LetterCase.ignored(tokens);
        StringBuilder text = new StringBuilder("query");
        for (int i = 0; i < tokens.size(); i++) {
            separate(text, i == 0 ? null : tokens.get(i - 1), tokens.get(i));
            String plain = plain(tokens.get(i));
            text.append(ignored[i] && !plain.startsWith("`") ? plain.toLowerCase(Locale.ROOT) : plain);
        }
        return hash(text.toString());
    }

    /** Of one that only Spark reads: its words as they are. */
    public static String ofTokens(List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder("tokens");
        for (int i = 0; i < tokens.size(); i++) {
            separate(text, i == 0 ? null : tokens.get(i - 1), tokens.get(i));
            text.append(tokens.get(i).text());
        }
        return hash(text.toString());
    }

    /** Of one in which blanks may count. */
    public static String ofText(String sql) {
        return hash("text " + sql);
    }

    private static void separate(StringBuilder text, @Nullable SqlToken before, SqlToken token) {
        if (before == null) {
            text.append(' ');
            return;
        }
        boolean isPath = token.isSymbol(".") || before.isSymbol(".");
        boolean hasNumber = token.kind() == Kind.NUMBER || before.kind() == Kind.NUMBER;
        boolean keepsGap = (isPath && hasNumber) || isStrange(token) || isStrange(before);
        if (keepsGap ? token.gap() : !isPath) {
            text.append(' ');
        }
    }

    private static boolean isStrange(SqlToken token) {
        return token.kind() == Kind.SYMBOL && KNOWN_SYMBOLS.indexOf(token.text().charAt(0)) < 0;
    }

    /** A name without quotes, if it means the same without. */
    private static String plain(SqlToken token) {
        if (token.kind() != Kind.NAME) {
            return token.text();
        }
        String name = token.name();
        String word = name.toLowerCase(Locale.ROOT);
        boolean needsNone = SIMPLE_NAME.matcher(name).matches()
                && !SparkFunctions.isKeyword(word)
                && !SparkFunctions.mayStandBeforeBrackets(word)
                && !LetterCase.RESERVED.contains(word);
        return needsNone ? name : '`' + name.replace("`", "``") + '`';
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
