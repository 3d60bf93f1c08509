package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of MERGE, of which Spark takes many with conditions and Calcite two without: all that they assign becomes one
 * UPDATE SET, in which nothing is left out that they read, and {@code *} an INSERT of all columns.
 */
final class MergeClauses {
    private static final Piece NO_COLUMN = new Piece(true, Kind.QUOTED, '"' + SparkSyntax.NO_COLUMN + '"');
    private static final Set<String> CLAUSE = Set.of("when");
    private static final Set<String> THEN = Set.of("then");

    private MergeClauses() {}

    /** The same list if it is no MERGE, or one of which not every clause is known here. */
    static List<Piece> asOne(List<Piece> statement) {
        Pieces pieces = new Pieces(statement);
        if (!pieces.peek().is("merge")) {
            return statement;
        }
        boolean evolves = pieces.peek(1).is("with") && pieces.peek(2).is("schema");
        int start = evolves ? 4 : 1;
        int end = until(pieces, start, CLAUSE);
        Clauses clauses = new Clauses(pieces, targets(pieces, start + 1), end);
        if (!pieces.peek(start).is("into") || !clauses.read()) {
            return statement;
        }
        pieces.copy(1);
        pieces.skip(start - 1);
        pieces.copy(end - start);
        pieces.skip(clauses.end - end);
        clauses.written.forEach(pieces::write);
        return pieces.result();
    }

    /** By which the columns of the target may be called, in small letters. */
    private static Set<String> targets(Pieces pieces, int start) {
        int name = pieces.name(start);
        Set<String> targets = new TreeSet<>();
        targets.add(text(pieces.peek(start + name - 1)));
        int alias = start + name + (pieces.peek(start + name).is("as") ? 1 : 0);
        if (pieces.peek(alias).isName() && !pieces.peek(alias).is("using")) {
            targets.add(text(pieces.peek(alias)));
        }
        return targets;
    }

    private static String text(Piece name) {
        String text = name.text();
        return (name.kind() == Kind.QUOTED ? text.substring(1, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    }

    /** The place of the next such word outside of brackets and CASE; the end of the text if there is none. */
    private static int until(Pieces pieces, int start, Set<String> words) {
        int depth = 0;
        int place = start;
        for (Piece piece = pieces.peek(place); !piece.isEnd(); piece = pieces.peek(++place)) {
            if (depth == 0 && piece.isOneOf(words)) {
                return place;
            }
            boolean opens = piece.kind() == Kind.OPEN || piece.is("case");
            boolean closes = piece.kind() == Kind.CLOSE || piece.is("end");
            depth += opens ? 1 : closes ? -1 : 0;
        }
        return place;
    }

    /** Reads the clauses to the end of the text, without moving. */
    private static final class Clauses {
        private final Pieces pieces;
        private final Set<String> targets;
        private final List<Piece> written = new ArrayList<>();
        private int end;
        private boolean isOfAll;

        Clauses(Pieces pieces, Set<String> targets, int start) {
            this.pieces = pieces;
            this.targets = targets;
            this.end = start;
        }

        /** Whether all of them are what is known here. */
        boolean read() {
            if (!at(0, "when")) {
                return false;
            }
            words("WHEN", "MATCHED", "THEN", "UPDATE", "SET");
            while (at(0, "when")) {
                if (!clause()) {
                    return false;
                }
            }
            // An UPDATE of nothing is none.
            assign(NO_COLUMN, List.of(Piece.word("0")));
            written.remove(written.size() - 1);
            if (isOfAll) {
                words("WHEN", "NOT", "MATCHED", "THEN", "INSERT", "VALUES");
                written.addAll(List.of(Piece.open(), Piece.word("0"), Piece.close()));
            }
            return pieces.peek(end).isEnd() || pieces.peek(end).kind() == Kind.SEMICOLON;
        }

        private boolean clause() {
            end += at(1, "not") ? 3 : 2;
            end += at(0, "by") ? 2 : 0;
            if (at(0, "and")) {
                int then = until(pieces, end, THEN);
                condition(slice(end + 1, then));
                end = then;
            }
            boolean isAction = at(0, "then");
            end++;
            if (isAction && at(0, "delete")) {
                end++;
                return true;
            }
            if (isAction && (at(0, "insert") || (at(0, "update") && at(1, "set")))) {
                boolean isInsert = at(0, "insert");
                end += isInsert ? 1 : 2;
                if (pieces.peek(end).isSymbol('*')) {
                    isOfAll = true;
                    end++;
                    return true;
                }
                return isInsert ? insert() : update();
            }
            return false;
        }

        private boolean at(int ahead, String word) {
            return pieces.peek(end + ahead).is(word);
        }

        private void condition(List<Piece> condition) {
            List<Piece> value = new ArrayList<>(List.of(Piece.word("CASE"), Piece.word("WHEN")));
            value.addAll(condition);
            value.addAll(List.of(Piece.word("THEN"), Piece.word("1"), Piece.word("END")));
            assign(NO_COLUMN, value);
        }

        private boolean insert() {
            int names = pieces.balanced(end);
            int values = end + names + 1;
            if (pieces.peek(end).kind() != Kind.OPEN
                    || !pieces.peek(values - 1).is("values")
                    || pieces.peek(values).kind() != Kind.OPEN) {
                return false;
            }
            int length = pieces.balanced(values);
            List<List<Piece>> columns = parts(slice(end + 1, end + names - 1));
            List<List<Piece>> expressions = parts(slice(values + 1, values + length - 1));
            if (columns.isEmpty() || columns.size() != expressions.size()) {
                return false;
            }
            for (int i = 0; i < columns.size(); i++) {
                assign(column(columns.get(i)).orElse(NO_COLUMN), expressions.get(i));
            }
            end = values + length;
            return true;
        }

        private boolean update() {
            int next = until(pieces, end, CLAUSE);
            int last = next;
            while (pieces.peek(last - 1).kind() == Kind.SEMICOLON) {
                last--;
            }
            for (List<Piece> assignment : parts(slice(end, last))) {
                int equals = 0;
                while (equals < assignment.size() && !assignment.get(equals).isSymbol('=')) {
                    equals++;
                }
                if (equals == 0 || equals + 1 >= assignment.size()) {
                    return false;
                }
                assign(
                        column(assignment.subList(0, equals)).orElse(NO_COLUMN),
                        assignment.subList(equals + 1, assignment.size()));
            }
            boolean isNothing = last == end;
            end = next;
            return !isNothing;
        }

        private void assign(Piece column, List<Piece> value) {
            boolean isDefault = value.size() == 1 && value.get(0).is("default");
            written.add(column);
            written.add(new Piece(true, Kind.OTHER, "="));
            written.addAll(isDefault ? List.of(Piece.word("0")) : value);
            written.add(Piece.comma());
        }

        /** The column of a name, which may have the table's before it and fields behind; empty, and all, if that is not sure. */
        private Optional<Piece> column(List<Piece> name) {
            List<Piece> parts =
                    name.stream().filter(piece -> piece.kind() != Kind.DOT).toList();
            if (parts.isEmpty() || !parts.stream().allMatch(Piece::isName)) {
                isOfAll = true;
                return Optional.empty();
            }
            if (parts.size() == 1) {
                return Optional.of(parts.get(0));
            }
            isOfAll |= !targets.contains(text(parts.get(0)));
            return isOfAll ? Optional.empty() : Optional.of(parts.get(1));
        }

        private List<Piece> slice(int from, int to) {
            List<Piece> slice = new ArrayList<>();
            for (int place = from; place < to; place++) {
                slice.add(pieces.peek(place));
            }
            return slice;
        }

        /** What stands between commas. */
        private static List<List<Piece>> parts(List<Piece> list) {
            List<List<Piece>> parts = new ArrayList<>();
            @Nullable List<Piece> part = null;
            int depth = 0;
            for (Piece piece : list) {
                if (part == null) {
                    part = new ArrayList<>();
                    parts.add(part);
                }
                depth += piece.kind() == Kind.OPEN ? 1 : piece.kind() == Kind.CLOSE ? -1 : 0;
                if (depth == 0 && piece.kind() == Kind.COMMA) {
                    part = null;
                } else {
                    part.add(piece);
                }
            }
            return parts;
        }

        private void words(String... words) {
            for (String word : words) {
                written.add(Piece.word(word));
            }
        }
    }
}
