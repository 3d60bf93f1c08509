package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 1L}, {@code 2.5D} and the like are casts. */
final class NumberRule implements SyntaxRule {
    private static final int MOST_PIECES = 5;
    private static final Pattern NUMBER =
            Pattern.compile("(?i)((?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:e[+-]?\\d++)?)(bd|l|s|y|d|f)?");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (!begins(pieces)) {
            return false;
        }
        // The longest run of adjacent tokens that is one number.
        StringBuilder text = new StringBuilder();
        int count = 0;
        Matcher number = null;
        for (int ahead = 0; ahead < MOST_PIECES; ahead++) {
            Piece piece = pieces.peek(ahead);
            if (ahead > 0 && piece.gap()) {
                break;
            }
            text.append(piece.text());
            Matcher longer = NUMBER.matcher(text.toString());
            if (longer.matches()) {
                number = longer;
                count = ahead + 1;
            }
        }
        if (number == null) {
            return false;
        }
        boolean gap = pieces.peek().gap();
        pieces.skip(count);
        Piece plain = new Piece(gap, Kind.OTHER, number.group(1));
        if (number.group(2) == null) {
            pieces.write(plain);
        } else {
            pieces.write(Piece.word("CAST"), Piece.open(), plain, Piece.word("AS"), Piece.word(type(number.group(2))));
            pieces.write(Piece.close());
        }
        return true;
    }

    private static boolean begins(Pieces pieces) {
        Piece piece = pieces.peek();
        boolean isFraction = piece.kind() == Kind.DOT
                && pieces.peek(1).isNumber()
                && !pieces.peek(1).gap();
        boolean followsName = pieces.last().isName() || pieces.last().kind() == Kind.CLOSE;
        return piece.isNumber() ? pieces.last().kind() != Kind.DOT : isFraction && (piece.gap() || !followsName);
    }

    private static String type(String suffix) {
        return switch (suffix.toLowerCase(Locale.ROOT)) {
            case "y" -> "TINYINT";
            case "s" -> "SMALLINT";
            case "l" -> "BIGINT";
            case "f" -> "REAL";
            case "d" -> "DOUBLE";
            default -> "DECIMAL";
        };
    }
}
