package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;

/** How deep a statement nests what a recursive parser descends into: brackets, CASE and the types of types. */
final class Nesting {
    private int brackets;
    private int cases;
    private int types;
    private int deepest;
    private boolean afterTypeName;

    void startStatement() {
        brackets = 0;
        cases = 0;
        types = 0;
        afterTypeName = false;
    }

    void accept(Token token, SqlLexer lexer) {
        boolean typeMayOpen = afterTypeName;
        afterTypeName = false;
        switch (token) {
            case OPEN -> brackets++;
            case CLOSE -> brackets = Math.max(0, brackets - 1);
            case WORD -> acceptWord(lexer);
            case OTHER -> acceptOther(lexer, typeMayOpen);
            case SEMICOLON, COLON, DOT, END -> {}
        }
        deepest = Math.max(deepest, brackets + cases + types);
    }

    private void acceptWord(SqlLexer lexer) {
        if (lexer.isWord("case")) {
            cases++;
        } else if (lexer.isWord("end")) {
            cases = Math.max(0, cases - 1);
        }
        afterTypeName = lexer.isWord("array") || lexer.isWord("map") || lexer.isWord("struct");
    }

    private void acceptOther(SqlLexer lexer, boolean typeMayOpen) {
        if (typeMayOpen && lexer.isWord("<")) {
            types++;
        } else if (lexer.isWord(">")) {
            types = Math.max(0, types - 1);
        }
    }

    int deepest() {
        return deepest;
    }
}
