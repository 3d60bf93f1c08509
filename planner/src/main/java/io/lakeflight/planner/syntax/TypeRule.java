package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Set;

/** {@code array<int>} is {@code int ARRAY}, {@code struct<a: int>} is {@code ROW(a int)}. */
final class TypeRule implements SyntaxRule {
    private static final Set<String> NESTED = Set.of("array", "map", "struct");
    private static final Set<String> MODIFIERS = Set.of("not", "null", "comment");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (!isNested(pieces)) {
            return false;
        }
        type(pieces);
        return true;
    }

    private static boolean isNested(Pieces pieces) {
        return pieces.peek().isOneOf(NESTED) && pieces.peek(1).isSymbol('<');
    }

    private static void type(Pieces pieces) {
        if (!isNested(pieces)) {
            simple(pieces);
        } else if (pieces.peek().is("array")) {
            pieces.skip(2);
            type(pieces);
            end(pieces);
            pieces.write(Piece.word("ARRAY"));
        } else if (pieces.peek().is("map")) {
            pieces.copy(2);
            type(pieces);
            pieces.copy();
            type(pieces);
            end(pieces);
            pieces.write(new Piece(true, Kind.OTHER, ">"));
        } else {
            fields(pieces);
        }
    }

    private static void fields(Pieces pieces) {
        pieces.skip(2);
        pieces.write(Piece.word("ROW"), Piece.open());
        while (pieces.hasNext() && !pieces.peek().isSymbol('>')) {
            Piece name = pieces.peek();
            pieces.write(name.kind() == Kind.WORD ? name.quoted() : name);
            pieces.skip(pieces.peek(1).isSymbol(':') ? 2 : 1);
            type(pieces);
            while (pieces.peek().isOneOf(MODIFIERS) || pieces.peek().kind() == Kind.STRING) {
                pieces.skip(1);
            }
            if (pieces.peek().kind() != Kind.COMMA) {
                break;
            }
            pieces.copy();
        }
        end(pieces);
        pieces.write(Piece.close());
    }

    private static void simple(Pieces pieces) {
        int name = pieces.name(0);
        pieces.write(Piece.word(pieces.peek().text()));
        pieces.skip(1);
        pieces.copy(name - 1);
        if (pieces.peek().kind() == Kind.OPEN) {
            pieces.copy(pieces.balanced(0));
        }
    }

    private static void end(Pieces pieces) {
        if (pieces.peek().isSymbol('>')) {
            pieces.skip(1);
        }
    }
}
