package io.lakeflight.planner.information;

import java.util.function.BooleanSupplier;
import org.apache.calcite.linq4j.function.Strict;
import org.jspecify.annotations.Nullable;

/**
 * Watches one run: generated code passes here with each row it reads from a table or makes by a join, and is stopped
 * when there are too many or nobody wants them any more; and with each text it makes. Public for that code alone.
 */
public final class Vigil {
    private static final long LONGEST_TEXT = 1 << 20;
    /** As if all of it were held at once, to be sorted. */
    private static final long MOST_CHARACTERS = 64 << 20;

    private final BooleanSupplier canceled;
    private final long maxRows;
    private long rows;
    private long characters;

    Vigil(BooleanSupplier canceled, long maxRows) {
        this.canceled = canceled;
        this.maxRows = maxRows;
    }

    /** Counts a text that an expression made, which is returned. */
    public static @Nullable String made(Vigil vigil, @Nullable String text) {
        if (text != null) {
            vigil.characters += text.length();
            if (text.length() > LONGEST_TEXT || vigil.characters > MOST_CHARACTERS) {
                throw tooMuchText();
            }
        }
        return text;
    }

    /** {@code REPLACE}, which may make a text as long as the product of two. */
    @Strict
    public static String replaced(String text, String part, String replacement) {
        long parts = part.isEmpty() || replacement.length() <= part.length() ? 0 : text.length() / part.length();
        if (parts * replacement.length() > 4 * LONGEST_TEXT) {
            throw tooMuchText();
        }
        return part.isEmpty() ? text : text.replace(part, replacement);
    }

    private static InformationException tooMuchText() {
        return new InformationException(
                InformationException.Reason.TOO_LARGE,
                "The query of information_schema makes too much text (expected: at most %s characters in one value, %s in all)"
                        .formatted(LONGEST_TEXT, MOST_CHARACTERS));
    }

    /** Counts a row of a join or a union. Always true. */
    public static boolean joined(Vigil vigil) {
        vigil.rows++;
        if (vigil.rows > vigil.maxRows) {
            throw new InformationException(
                    InformationException.Reason.TOO_LARGE,
                    "The joins and unions of the query make more than %s rows (limits.max-joined-rows)"
                            .formatted(vigil.maxRows));
        }
        vigil.requireWanted();
        return true;
    }

    void requireWanted() {
        if (canceled.getAsBoolean()) {
            throw new InformationException(InformationException.Reason.CANCELED, "The statement was canceled");
        }
    }
}
