package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;

/** {@code `x`} is {@code "x"}; behind a dot a word is a name, even a reserved one, as it is before one; so is {@code 2x}. */
final class NameRule implements SyntaxRule {
    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        Piece piece = pieces.peek();
        if (piece.kind() == Kind.QUOTED && piece.text().startsWith("`")) {
            pieces.write(new Piece(piece.gap(), Kind.QUOTED, unquoted(piece.text())));
            pieces.skip(1);
            return true;
        }
        boolean isWord = piece.isName() && piece.kind() == Kind.WORD;
        boolean followsName = pieces.last().kind() == Kind.DOT && !pieces.last().gap();
        boolean isQualifier =
                pieces.peek(1).kind() == Kind.DOT && pieces.peek(2).isName();
        boolean beginsWithDigit = isWord && Character.isDigit(piece.text().charAt(0));
        if (isWord && (followsName || isQualifier || beginsWithDigit)) {
            pieces.write(piece.quoted());
            pieces.skip(1);
            return true;
        }
        return false;
    }

    private static String unquoted(String name) {
        boolean closed = name.length() > 1 && name.endsWith("`");
        String inner = name.substring(1, closed ? name.length() - 1 : name.length());
        return '"' + inner.replace("``", "`").replace("\"", "\"\"") + (closed ? "\"" : "");
    }
}
