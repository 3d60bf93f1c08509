package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows {@code BEGIN … END} and the blocks inside, so that their semicolons end no statement.
 *
 * <p>Keywords are not reserved, so {@code BEGIN}, {@code IF} and the like open a block only where a statement can
 * start; {@code CASE} opens one everywhere. Outside of a {@code BEGIN} block nothing is followed.
 */
final class BlockTracker {
    private enum Block {
        STATEMENTS,
        CASE_EXPRESSION
    }

    private final Deque<Block> open = new ArrayDeque<>();
    private boolean atStatementStart = true;
    private boolean afterLabel;
    private boolean afterEnd;
    private boolean afterDot;
    /** In {@code DECLARE EXIT HANDLER FOR … BEGIN}, where no keyword stands between the conditions and the block. */
    private boolean inHandler;

    boolean isInside() {
        return !open.isEmpty();
    }

    void startStatement() {
        atStatementStart = true;
        afterLabel = false;
        afterEnd = false;
        afterDot = false;
        inHandler = false;
    }

    void accept(Token token, SqlLexer lexer) {
        if (token == Token.SEMICOLON) {
            startStatement();
            return;
        }
        boolean start = atStatementStart;
        boolean label = afterLabel;
        boolean closing = afterEnd;
        boolean member = afterDot;
        atStatementStart = false;
        afterLabel = start && (token == Token.WORD || token == Token.OTHER);
        afterEnd = false;
        afterDot = token == Token.DOT;
        if (token == Token.COLON && label) {
            atStatementStart = true;
        } else if (token == Token.WORD && !member && !(closing && isBlockWord(lexer))) {
            acceptWord(lexer, start);
        }
    }

    private void acceptWord(SqlLexer lexer, boolean start) {
        if ((start || inHandler) && lexer.isWord("begin")) {
            open.push(Block.STATEMENTS);
            atStatementStart = true;
            inHandler = false;
        } else if (open.isEmpty()) {
            return;
        } else if (lexer.isWord("end")) {
            open.pop();
            afterEnd = true;
        } else if (lexer.isWord("case")) {
            open.push(start ? Block.STATEMENTS : Block.CASE_EXPRESSION);
        } else if (start && isBlockWord(lexer)) {
            open.push(Block.STATEMENTS);
            atStatementStart = lexer.isWord("loop") || lexer.isWord("repeat");
        } else if (open.peek() == Block.STATEMENTS) {
            atStatementStart = lexer.isWord("then") || lexer.isWord("else") || lexer.isWord("do");
            inHandler |= lexer.isWord("handler");
        }
    }

    private static boolean isBlockWord(SqlLexer lexer) {
        return lexer.isWord("if")
                || lexer.isWord("case")
                || lexer.isWord("while")
                || lexer.isWord("repeat")
                || lexer.isWord("loop")
                || lexer.isWord("for");
    }
}
