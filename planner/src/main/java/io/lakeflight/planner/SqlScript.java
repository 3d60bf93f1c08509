package io.lakeflight.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A SQL text, taken apart into its statements without parsing them.
 *
 * <p>The tokens are those of Spark's lexer, so a {@code ;} in a string, an identifier, a comment or a {@code BEGIN …
 * END} block ends no statement. Any text is accepted; what is not closed reaches to the end of the text. Time is linear
 * in the text's length.
 */
public final class SqlScript {
    private final List<Statement> statements;
    private final int count;
    private final int depth;
    private final int commentDepth;
    private final boolean endsInComment;
    private final int nulOffset;

    public static SqlScript of(String text) {
        return new SqlScript(text, Integer.MAX_VALUE);
    }

    /** @param most how many statements are kept, at most; the others are counted alone */
    public static SqlScript of(String text, int most) {
        return new SqlScript(text, most);
    }

    private SqlScript(String text, int most) {
        List<Statement> found = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(text);
        BlockTracker blocks = new BlockTracker();
        LineCounter lines = new LineCounter(text);
        int start = -1;
        int end = -1;
        int passed = 0;
        Nesting nesting = new Nesting();
        for (SqlLexer.Token token = lexer.next(); token != SqlLexer.Token.END; token = lexer.next()) {
            if (token == SqlLexer.Token.SEMICOLON && !blocks.isInside()) {
                if (start >= 0 && passed++ < most) {
                    found.add(lines.statement(start, end));
                }
                start = -1;
                nesting.startStatement();
                blocks.startStatement();
                continue;
            }
            nesting.accept(token, lexer);
            blocks.accept(token, lexer);
            start = start < 0 ? lexer.tokenStart() : start;
            end = lexer.tokenEnd();
        }
        if (start >= 0 && passed++ < most) {
            found.add(lines.statement(start, end));
        }
        statements = List.copyOf(found);
        count = passed;
        depth = nesting.deepest();
        commentDepth = lexer.commentDepth();
        endsInComment = lexer.isCommentOpen();
        nulOffset = text.indexOf('\0');
    }

    /** The statements in order, each without the comments and blanks around it and without its {@code ;}. */
    public List<Statement> statements() {
        return statements;
    }

    /** How many there are, those that are not kept among them. */
    public int count() {
        return count;
    }

    /** Whether the text holds no statement at all: nothing but blanks, comments and semicolons. */
    public boolean isEmpty() {
        return statements.isEmpty();
    }

    /**
     * The deepest nesting of parentheses, square brackets, CASE and types such as {@code array<array<…>>} outside
     * strings, identifiers and comments.
     */
    public int depth() {
        return depth;
    }

    /** Whether the text ends before a block comment in it does. */
    public boolean endsInComment() {
        return endsInComment;
    }

    /** How deep comments stand in comments; 1 for a plain one. */
    public int commentDepth() {
        return commentDepth;
    }

    /** Where the first NUL character is, wherever in the text: no engine or catalog takes one. */
    public OptionalInt firstNul() {
        return nulOffset < 0 ? OptionalInt.empty() : OptionalInt.of(nulOffset);
    }

    /**
     * One statement of a script.
     *
     * @param offset of its first character in the script, from 0
     * @param line of its first character, from 1
     * @param column of its first character, from 1
     */
    public record Statement(String text, int offset, int line, int column) {}

    /** Turns offsets, asked for in ascending order, into lines and columns. */
    private static final class LineCounter {
        private final String text;
        private int offset;
        private int line = 1;
        private int lineStart;

        LineCounter(String text) {
            this.text = text;
        }

        Statement statement(int start, int end) {
            for (; offset < start; offset++) {
                if (text.charAt(offset) == '\n') {
                    line++;
                    lineStart = offset + 1;
                }
            }
            return new Statement(text.substring(start, end), start, line, start - lineStart + 1);
        }
    }
}
