package io.lakeflight.planner.standard;

import java.util.List;
import java.util.regex.Pattern;

/** A client's statement as Spark reads it, and where its parts are in the client's text. */
public final class SparkText {
    /** Texts without these have nothing to rewrite. Without boundaries of words, which may take the square of its length. */
    private static final Pattern CANDIDATE = Pattern.compile("[{]|ROW|TIES", Pattern.CASE_INSENSITIVE);

    private final String client;
    private final String text;
    private final List<Edit> edits;
    private final List<Integer> parameterOrder;

    /**
     * Rewrites one statement: {@code OFFSET n ROWS}, {@code FETCH FIRST n ROWS ONLY}, JDBC's escapes in braces, and strings
     * in double quotes if they are strings. Nothing within strings, quoted names and comments is touched. Time is linear
     * in the text's length.
     *
     * @throws UnsupportedFormException if Spark has nothing for such a form
     */
    public static SparkText of(String client, Dialect dialect) {
        boolean mayDiffer = CANDIDATE.matcher(client).find() || (dialect == Dialect.SPARK && client.indexOf('"') >= 0);
        if (!mayDiffer) {
            return new SparkText(client, List.of(), List.of());
        }
        FormFinder forms = FormFinder.read(client, dialect);
        return new SparkText(client, forms.edits(), forms.parameterOrder());
    }

    private SparkText(String client, List<Edit> edits, List<Integer> parameterOrder) {
        this.client = client;
        this.edits = List.copyOf(edits);
        this.parameterOrder = List.copyOf(parameterOrder);
        this.text = edits.isEmpty() ? client : apply();
    }

    private String apply() {
        StringBuilder applied = new StringBuilder(client.length() + 64);
        int copied = 0;
        for (Edit edit : edits) {
            applied.append(client, copied, edit.start()).append(edit.replacement());
            copied = edit.end();
        }
        return applied.append(client, copied, client.length()).toString();
    }

    /** The very text of the client if there was nothing to rewrite. */
    public String text() {
        return text;
    }

    public boolean isRewritten() {
        return !edits.isEmpty();
    }

    /**
     * Of each {@code ?} of {@link #text}, which one of the client's it is, counted from 0; empty if they are in the client's
     * order.
     */
    public List<Integer> parameterOrder() {
        return parameterOrder;
    }

    /** Where in the client's text something begins that begins at the offset in {@link #text}. */
    public int clientOffset(int offset) {
        int difference = 0;
        for (Edit edit : edits) {
            int start = edit.start() + difference;
            if (offset < start) {
                break;
            }
            if (offset < start + edit.replacement().length()) {
                return edit.start();
            }
            difference += edit.replacement().length() - (edit.end() - edit.start());
        }
        return Math.min(Math.max(offset - difference, 0), client.length());
    }
}
