package io.lakeflight.planner.information;

import java.util.function.BooleanSupplier;

/**
 * Watches one run: generated code passes here with each row it reads from a table or makes by a join, and is stopped
 * when there are too many or nobody wants them any more. Public for that code alone.
 */
public final class Vigil {
    private final BooleanSupplier canceled;
    private final long maxRows;
    private long rows;

    Vigil(BooleanSupplier canceled, long maxRows) {
        this.canceled = canceled;
        this.maxRows = maxRows;
    }

    /** Counts a row of a join. Always true. */
    public static boolean joined(Vigil vigil) {
        vigil.rows++;
        if (vigil.rows > vigil.maxRows) {
            throw new InformationException(
                    InformationException.Reason.TOO_LARGE,
                    "The joins of the query make more than %s rows (limits.max-joined-rows)".formatted(vigil.maxRows));
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
