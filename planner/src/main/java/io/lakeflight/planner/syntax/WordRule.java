package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Set;

/** Words that Calcite's grammar keeps for itself, or does not know, and two operators. */
final class WordRule implements SyntaxRule {
    /** Functions of Spark's for which Calcite has a form of its own. */
    private static final Set<String> FUNCTIONS = Set.of(
            "any",
            "some",
            "every",
            "ceil",
            "ceiling",
            "floor",
            "first",
            "last",
            "left",
            "right",
            "first_value",
            "last_value",
            "nth_value",
            "lead",
            "lag",
            "percentile_cont",
            "percentile_disc",
            "grouping",
            "time",
            "localtime",
            "insert",
            "overlay",
            "json_object_keys",
            "timestampadd",
            "timestampdiff",
            "dateadd",
            "datediff",
            "date_add",
            "date_diff",
            "date_trunc",
            "date_part",
            "hash",
            "struct",
            "map",
            "listagg",
            "string_agg",
            "mode",
            "if",
            "user",
            "session_user",
            "current_user",
            "trunc",
            "contains",
            "zip",
            "session_window",
            "window",
            "hop",
            "tumble",
            "position",
            "char",
            "convert",
            "log",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "quarter",
            "week",
            "dayofmonth",
            "dayofweek",
            "dayofyear",
            "local",
            "schema",
            "catalog",
            "row_number",
            "translate",
            "next",
            "skip",
            "time_trunc",
            "time_diff",
            "timestamp_trunc",
            "timestamp_diff",
            "time_add",
            "trim",
            "classifier",
            "match_number",
            "prev");

    private static final Set<String> LITERALS = Set.of("time", "timestamp_ntz", "timestamp_ltz", "timestamp");
    private static final Set<String> QUANTIFIED = Set.of("like", "ilike");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        Piece piece = pieces.peek();
        Piece next = pieces.peek(1);
        if (piece.isOneOf(LITERALS) && next.kind() == Kind.STRING) {
            pieces.write(Piece.word("CAST"), Piece.open(), next, Piece.word("AS"));
            pieces.write(Piece.word(piece.is("time") ? "TIME" : "TIMESTAMP"), Piece.close());
            pieces.skip(2);
            return true;
        }
        if (piece.is("collate") && pieces.name(1) > 0) {
            pieces.skip(1 + pieces.name(1));
            return true;
        }
        if (isCall(pieces, piece, next)) {
            pieces.write(piece.quoted());
            pieces.skip(1);
            return true;
        }
        if (piece.isSymbol('=') && next.isSymbol('=') && !next.gap()) {
            pieces.write(new Piece(piece.gap(), Kind.OTHER, "="));
            pieces.skip(2);
            return true;
        }
        if (piece.isSymbol('!') && !next.isSymbol('=')) {
            pieces.write(Piece.word("NOT"));
            pieces.skip(1);
            return true;
        }
        return false;
    }

    private static boolean isCall(Pieces pieces, Piece piece, Piece next) {
        Piece last = pieces.last();
        boolean isQuantifier = last.kind() == Kind.OTHER || last.isOneOf(QUANTIFIED);
        return next.kind() == Kind.OPEN
                && piece.isOneOf(FUNCTIONS)
                && last.kind() != Kind.DOT
                && !last.is("as")
                && !(isQuantifier && (piece.is("any") || piece.is("some")));
    }
}
