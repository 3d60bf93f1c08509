package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.ArrayList;
import java.util.List;

/** A list of tokens that a rule reads from its start to its end while it writes another one. */
final class Pieces {
    static final Piece END = new Piece(true, Kind.END, "\0");

    private final List<Piece> read;
    private final List<Piece> written;
    private int next;

    Pieces(List<Piece> read) {
        this.read = read;
        this.written = new ArrayList<>(read.size() + 16);
    }

    boolean hasNext() {
        return next < read.size();
    }

    /** The token so many places after the next one; {@link #END} behind the last one. */
    Piece peek(int ahead) {
        int index = next + ahead;
        return index >= 0 && index < read.size() ? read.get(index) : END;
    }

    Piece peek() {
        return peek(0);
    }

    /** The last token written; {@link #END} before the first one. */
    Piece last() {
        return written.isEmpty() ? END : written.get(written.size() - 1);
    }

    /** Writes the next token as it is, if there is one. */
    Piece copy() {
        if (!hasNext()) {
            return END;
        }
        Piece piece = read.get(next++);
        written.add(piece);
        return piece;
    }

    void copy(int count) {
        for (int left = count; left > 0 && hasNext(); left--) {
            copy();
        }
    }

    void skip(int count) {
        next += count;
    }

    void write(Piece... pieces) {
        written.addAll(List.of(pieces));
    }

    /** How many tokens it takes from an opening bracket to the one that closes it; to the end if none does. */
    int balanced(int ahead) {
        int depth = 0;
        int length = 0;
        while (next + ahead + length < read.size()) {
            Kind kind = peek(ahead + length++).kind();
            depth += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        return length;
    }

    /** How many tokens a name with dots takes; 0 if there is none. */
    int name(int ahead) {
        if (!peek(ahead).isName()) {
            return 0;
        }
        int length = 1;
        while (peek(ahead + length).kind() == Kind.DOT
                && peek(ahead + length + 1).isName()) {
            length += 2;
        }
        return length;
    }

    int position() {
        return next;
    }

    /** Everything written so far, and the rest as it is. */
    List<Piece> result() {
        while (hasNext()) {
            copy();
        }
        return written;
    }
}
