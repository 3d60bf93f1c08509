package io.lakeflight.planner.simple;

import io.lakeflight.planner.SqlScript;
import io.lakeflight.planner.SqlTokens;
import io.lakeflight.planner.simple.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The tokens of a text, read one after the other. */
final class Tokens {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Set<String> BEFORE_NAMES = Set.of("as", "from", "select", "use");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final List<Token> tokens;
    private int next;

    private Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Tokens of(String sql) throws NotSimple {
        List<Token> tokens = new ArrayList<>();
        boolean[] strange = {false};
        int[] end = {-1};
        SqlTokens.forEach(sql, (start, stop) -> {
            String text = sql.substring(start, stop);
            Kind kind = kind(text);
            boolean gap = start != end[0];
            boolean quoted = kind == Kind.NAME || kind == Kind.STRING;
            Token last = tokens.isEmpty() ? Token.END : tokens.get(tokens.size() - 1);
            // A doubled quote ends one token and starts the next.
            boolean doubled = quoted && !gap && last.kind() == kind;
            // A word before it is the type of a literal to Spark, if it is one at all.
            boolean typed = text.charAt(0) == '"'
                    && last.kind() == Kind.WORD
                    && !BEFORE_NAMES.contains(last.text().toLowerCase(Locale.ROOT));
            strange[0] |= kind == Kind.END || doubled || typed;
            tokens.add(new Token(kind, gap, quoted ? text.substring(1, text.length() - 1) : text));
            end[0] = stop;
        });
        if (strange[0] || (sql.contains("/*") && SqlScript.of(sql).endsInComment())) {
            throw new NotSimple();
        }
        return new Tokens(tokens);
    }

    /** {@link Kind#END} of what only Spark need understand, such as escapes and words that are not of ASCII. */
    private static Kind kind(String text) {
        char first = text.charAt(0);
        if (first == '\'' || first == '"' || first == '`') {
            boolean plain = text.length() > 1
                    && text.charAt(text.length() - 1) == first
                    && text.chars().noneMatch(c -> c == '\\' || Character.isSurrogate((char) c));
            Kind kind = first == '\'' ? Kind.STRING : Kind.NAME;
            return plain && (kind == Kind.STRING || text.length() > 2) ? kind : Kind.END;
        }
        if (WORD.matcher(text).matches()) {
            return Kind.WORD;
        }
        if (DIGITS.matcher(text).matches()) {
            return Kind.DIGITS;
        }
        return text.length() == 1 && first > ' ' && first < 127 && !Character.isLetterOrDigit(first)
                ? Kind.SYMBOL
                : Kind.END;
    }

    Token peek() {
        return peek(0);
    }

    /** The token so many places after the next one. */
    Token peek(int ahead) {
        int index = next + ahead;
        return index < tokens.size() ? tokens.get(index) : Token.END;
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    /** Moves on if the next token is this keyword. */
    boolean take(String word) {
        boolean found = peek().is(word);
        next += found ? 1 : 0;
        return found;
    }

    boolean take(char symbol) {
        boolean found = peek().is(symbol);
        next += found ? 1 : 0;
        return found;
    }

    void require(String word) throws NotSimple {
        if (!take(word)) {
            throw new NotSimple();
        }
    }

    void require(char symbol) throws NotSimple {
        if (!take(symbol)) {
            throw new NotSimple();
        }
    }

    /** Passes semicolons; nothing else may follow. */
    void requireEnd() throws NotSimple {
        while (take(';')) {
            // One or several.
        }
        if (peek().kind() != Kind.END) {
            throw new NotSimple();
        }
    }
}
