package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.List;

/** Writes a statement of Spark's as Calcite's Babel grammar reads it. */
public final class SparkSyntax {
    /** Stands for a column where a MERGE assigns none. */
    public static final String NO_COLUMN = "\u00b7";

    /** Each reads what the ones before it have written. */
    private static final List<SyntaxRule> RULES = List.of(
            new NameRule(),
            new TableRule(),
            new NumberRule(),
            new TypeRule(),
            new GroupingRule(),
            new LateralViewRule(),
            new RelationRule(),
            new WordRule());

    private SparkSyntax() {}

    /**
     * The text for Calcite, with {@code "} as the only quote of names and without semicolons at its end. Whatever is not
     * known here is passed on as it is, for Calcite's parser to judge. Time is linear in the text's length, but for
     * the brackets of functions in FROM.
     */
    public static String calcite(String sql) {
        List<Piece> pieces = MergeClauses.asOne(PieceLexer.pieces(sql));
        for (SyntaxRule rule : RULES) {
            pieces = apply(rule, pieces);
        }
        return text(pieces);
    }

    private static List<Piece> apply(SyntaxRule rule, List<Piece> read) {
        Pieces pieces = new Pieces(read);
        Scope scope = new Scope();
        while (pieces.hasNext()) {
            int before = pieces.position();
            if (!rule.apply(pieces, scope)) {
                pieces.copy();
            }
            for (int passed = before - pieces.position(); passed < 0; passed++) {
                scope.pass(pieces.peek(passed));
            }
        }
        return pieces.result();
    }

    private static String text(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        int end = pieces.size();
        while (end > 0 && pieces.get(end - 1).kind() == Kind.SEMICOLON) {
            end--;
        }
        Piece last = Pieces.END;
        for (Piece piece : pieces.subList(0, end)) {
            // A word that a rule wrote, such as the NOT of !c, must not run into the next one.
            boolean words = last.kind() == Kind.WORD && piece.kind() == Kind.WORD;
            if ((piece.gap() || words) && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(piece.text());
            last = piece;
        }
        return text.toString();
    }
}
