package io.lakeflight.planner.statement.words;

import io.lakeflight.planner.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One word, name, constant or operator of a statement as it was written, where comments count as blanks.
 *
 * @param gap whether there are blanks before it
 */
public record SqlToken(Kind kind, String text, boolean gap) {
    private static final Pattern NUMBER = Pattern.compile("(?i)(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d*)?(bd|l|s|y|d|f)?");
    private static final Set<String> OPERATORS = Set.of(
            "<=", ">=", "<>", "!=", "==", "<=>", "||", "::", "->", "=>", "|>", ">>", "<<", ">>>", "!<", "!>", ":=",
            "/*", "/*+", "*/");

    /** What a token is. */
    public enum Kind {
        /** A keyword, or a name without quotes. */
        WORD,
        /** A name in quotes. */
        NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    public static List<SqlToken> of(String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        int[] end = {0};
        SqlTokens.forEach(sql, (start, stop) -> {
            SqlToken token = new SqlToken(
                    kind(sql.charAt(start), sql.charAt(stop - 1)), sql.substring(start, stop), start > end[0]);
            int last = tokens.size() - 1;
            if (last >= 0 && !token.gap && tokens.get(last).isOneWith(token)) {
                SqlToken before = tokens.get(last);
                Kind kind = token.kind == Kind.NUMBER ? Kind.NUMBER : before.kind;
                tokens.set(last, new SqlToken(kind, before.text + token.text, before.gap));
            } else {
                tokens.add(token);
            }
            end[0] = stop;
        });
        return tokens;
    }

    private static Kind kind(char first, char last) {
        return switch (first) {
            case '\'' -> Kind.STRING;
            case '"', '`' -> Kind.NAME;
            default -> {
                if (last == '\'' || last == '"') {
                    // A raw string.
                    yield Kind.STRING;
                }
                boolean isWord = first == '_' || Character.isLetter(first) || Character.isSurrogate(first);
                yield Character.isDigit(first) ? Kind.NUMBER : isWord ? Kind.WORD : Kind.SYMBOL;
            }
        };
    }

    /** Whether what follows at once belongs to the same string, name, number or operator. */
    private boolean isOneWith(SqlToken next) {
        return switch (kind) {
            // A doubled quote ends one token of the lexer and begins the next.
            case STRING, NAME -> next.kind == kind && next.text.charAt(0) == text.charAt(text.length() - 1);
            case NUMBER -> NUMBER.matcher(text + next.text).matches();
            case SYMBOL ->
                next.kind == Kind.SYMBOL
                        ? OPERATORS.contains(text + next.text)
                        : text.equals(".") && next.kind == Kind.NUMBER;
            case WORD -> false;
        };
    }

    public boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    public boolean isOneOf(Set<String> words) {
        return kind == Kind.WORD && words.contains(lower());
    }

    /** In small letters. */
    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** What a name stands for; the text of anything else. */
    public String name() {
        if (kind != Kind.NAME || text.length() < 2) {
            return text;
        }
        String quote = text.substring(0, 1);
        return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }
}
