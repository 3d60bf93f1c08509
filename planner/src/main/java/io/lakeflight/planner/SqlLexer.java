package io.lakeflight.planner;

/** Cuts SQL text into the tokens that matter for finding statements; blanks and comments are skipped. */
final class SqlLexer {
    enum Token {
        WORD,
        SEMICOLON,
        OPEN,
        CLOSE,
        COLON,
        DOT,
        /** A string, a quoted identifier, a number, an operator or anything else. */
        OTHER,
        END
    }

    private final String text;
    private final int length;
    private int position;
    private int start;
    private int commentDepth;
    private boolean commentOpen;

    SqlLexer(String text) {
        this.text = text;
        this.length = text.length();
    }

    /** Moves to the next token; {@link Token#END} at the end, again and again. */
    Token next() {
        skipBlanksAndComments();
        start = position;
        if (position == length) {
            return Token.END;
        }
        char c = text.charAt(position);
        if (isWordPart(c)) {
            return word();
        }
        position++;
        switch (c) {
            case '\'', '"' -> skipQuoted(c, true);
            case '`' -> skipQuoted(c, false);
            case '*' -> {
                // The end of a hint, even where a comment might begin with the stroke: SELECT /*+ a */* FROM t.
                position += charAt(position) == '/' ? 1 : 0;
            }
            default -> {
                return symbol(c);
            }
        }
        return Token.OTHER;
    }

    int tokenStart() {
        return start;
    }

    int tokenEnd() {
        return position;
    }

    /** The deepest nesting of the block comments passed so far. */
    int commentDepth() {
        return commentDepth;
    }

    /** Whether the text ended before a block comment did. */
    boolean isCommentOpen() {
        return commentOpen;
    }

    /** Whether the current token is this word, in any case. */
    boolean isWord(String word) {
        return position - start == word.length() && text.regionMatches(true, start, word, 0, word.length());
    }

    /** The next character after the current token, {@code 0} at the end of the text. */
    char following() {
        return charAt(position);
    }

    private static Token symbol(char c) {
        return switch (c) {
            case ';' -> Token.SEMICOLON;
            case '(', '[' -> Token.OPEN;
            case ')', ']' -> Token.CLOSE;
            case ':' -> Token.COLON;
            case '.' -> Token.DOT;
            default -> Token.OTHER;
        };
    }

    private Token word() {
        boolean lettersOnly = true;
        while (position < length && isWordPart(text.charAt(position))) {
            lettersOnly &= Character.isLetter(text.charAt(position));
            position++;
        }
        char next = charAt(position);
        if ((next == '\'' || next == '"') && isWord("r")) {
            position++;
            skipTo(next);
            return Token.OTHER;
        }
        if (next == ':' && lettersOnly && text.startsWith("://", position) && isUriPart(charAt(position + 3))) {
            // Spark reads hdfs://bucket/a--b as one identifier.
            position += 3;
            while (position < length && isUriPart(text.charAt(position))) {
                position++;
            }
            return Token.OTHER;
        }
        return Token.WORD;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (c >= '0' && c <= '9') || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isUriPart(char c) {
        return isWordPart(c) || "/-.?=&#%".indexOf(c) >= 0;
    }

    private void skipBlanksAndComments() {
        while (position < length) {
            char c = text.charAt(position);
            if ((c <= ' ' && c != '\0') || Character.isSpaceChar(c)) {
                position++;
            } else if (c == '-' && charAt(position + 1) == '-') {
                skipLineComment();
            } else if (c == '/' && charAt(position + 1) == '*' && charAt(position + 2) != '+') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipLineComment() {
        for (; position < length; position++) {
            char c = text.charAt(position);
            if (c == '\\' && charAt(position + 1) == '\n') {
                position++; // A backslash at the end of a line continues the comment.
            } else if (c == '\n' || c == '\r') {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int nested = 0;
        while (position < length) {
            if (text.startsWith("/*", position) && charAt(position + 2) != '+') {
                nested++;
                commentDepth = Math.max(commentDepth, nested);
                position += 2;
            } else if (text.startsWith("*/", position)) {
                nested--;
                position += 2;
            } else {
                position++;
            }
            if (nested == 0) {
                return;
            }
        }
        commentOpen = true;
    }

    /** A doubled quote needs no case of its own: it ends one token and starts the next. */
    private void skipQuoted(char quote, boolean backslashEscapes) {
        for (; position < length; position++) {
            char c = text.charAt(position);
            if (c == '\\' && backslashEscapes) {
                position++;
            } else if (c == quote) {
                position++;
                return;
            }
        }
        position = length;
    }

    private void skipTo(char quote) {
        int end = text.indexOf(quote, position);
        position = end < 0 ? length : end + 1;
    }

    private char charAt(int offset) {
        return offset < length ? text.charAt(offset) : '\0';
    }
}
