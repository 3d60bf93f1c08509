package io.lakeflight.catalog;

/**
 * What names look like, as far as a database can tell: so that of a catalog with many tables few rows are read for a
 * question about few. A name may have the shape and not be meant; one that does not have it is not meant.
 *
 * <p>Holds the text of a LIKE over the name in capitals, with {@code !} before what is to be taken literally. There is
 * no {@code %} in it but at the end: databases try every way in which several could match, for hours if there are many.
 */
public final class NameShape {
    static final char LITERALLY = '!';

    private static final int MAX_LENGTH = 1_000;
    /** Of this one, a database's language may think differently than Java: Turkish has two. */
    private static final int LETTER_I = 'I';

    private final String pattern;

    private NameShape(String pattern) {
        this.pattern = pattern;
    }

    /** Puts a shape together, character by character; whether letters are small or capital is not part of it. */
    public static final class Builder {
        private final StringBuilder pattern = new StringBuilder();

        /** Any one character. */
        public Builder any() {
            return add("_");
        }

        /** This character in either case; of those beyond ASCII, nothing but that there is one. */
        public Builder character(int character) {
            int capital = 'a' <= character && character <= 'z' ? character - 'a' + 'A' : character;
            if (capital == LETTER_I || capital > '~' || capital < ' ') {
                return any();
            }
            boolean isSpecial = capital == '_' || capital == '%' || capital == LITERALLY;
            return add((isSpecial ? String.valueOf(LITERALLY) : "") + (char) capital);
        }

        /** A longer one is cut: then any text may follow. */
        private Builder add(String more) {
            if (pattern.length() <= MAX_LENGTH) {
                pattern.append(more);
            }
            return this;
        }

        /** Names that end here. */
        public NameShape end() {
            return pattern.length() > MAX_LENGTH ? anyText() : new NameShape(pattern.toString());
        }

        /** Names that go on with any text, or none. */
        public NameShape anyText() {
            return new NameShape(pattern + "%");
        }
    }

    String pattern() {
        return pattern;
    }
}
