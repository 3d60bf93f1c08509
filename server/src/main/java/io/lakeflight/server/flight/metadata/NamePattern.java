package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.NameShape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A search pattern of JDBC and Flight SQL: {@code %} is any text, {@code _} any character, {@code \} takes the next
 * character literally. Case is ignored, since tools upper-case names they believe stored that way.
 *
 * <p>Matching takes at most the product of both lengths in steps: patterns come from clients, and a regex with
 * many {@code .*} would backtrack for hours.
 */
final class NamePattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    /** Folded code points, {@link #ANY_TEXT} and {@link #ANY_CHARACTER}. */
    private final int[] symbols;

    /** The pattern that is not set, which every name matches. */
    static NamePattern any() {
        return of("%");
    }

    static NamePattern of(String pattern) {
        int[] characters = pattern.codePoints().toArray();
        int[] symbols = new int[characters.length];
        int count = 0;
        for (int index = 0; index < characters.length; index++) {
            int character = characters[index];
            if (character == '\\' && index + 1 < characters.length) {
                index++;
                symbols[count++] = folded(characters[index]);
            } else if (character == '%') {
                symbols[count++] = ANY_TEXT;
            } else {
                symbols[count++] = character == '_' ? ANY_CHARACTER : folded(character);
            }
        }
        return new NamePattern(Arrays.copyOf(symbols, count));
    }

    private NamePattern(int[] symbols) {
        this.symbols = symbols;
    }

    boolean matches(String name) {
        int[] characters = name.codePoints().map(NamePattern::folded).toArray();
        int symbol = 0;
        int character = 0;
        // Where to go on when the rest does not match: only the last % is worth widening, by one character.
        int afterAnyText = -1;
        int widenedTo = 0;
        while (character < characters.length) {
            if (symbol < symbols.length && symbols[symbol] == ANY_TEXT) {
                symbol++;
                afterAnyText = symbol;
                widenedTo = character;
            } else if (symbol < symbols.length
                    && (symbols[symbol] == ANY_CHARACTER || symbols[symbol] == characters[character])) {
                symbol++;
                character++;
            } else if (afterAnyText >= 0) {
                symbol = afterAnyText;
                widenedTo++;
                character = widenedTo;
            } else {
                return false;
            }
        }
        return IntStream.range(symbol, symbols.length).allMatch(rest -> symbols[rest] == ANY_TEXT);
    }

    /** Whether this may stand for one name: it may hold {@code _}, which clients leave unescaped in names. */
    boolean isName() {
        return Arrays.stream(symbols).noneMatch(symbol -> symbol == ANY_TEXT);
    }

    /** What all names that match begin with, and nothing else where there is no {@code %}. */
    NameShape shape() {
        NameShape.Builder shape = new NameShape.Builder();
        for (int symbol : symbols) {
            if (symbol == ANY_TEXT) {
                return shape.anyText();
            }
            shape = symbol == ANY_CHARACTER ? shape.any() : shape.character(symbol);
        }
        return shape.end();
    }

    /** As {@link String#equalsIgnoreCase} compares: some letters differ in one case only. */
    private static int folded(int character) {
        return Character.toLowerCase(Character.toUpperCase(character));
    }
}
