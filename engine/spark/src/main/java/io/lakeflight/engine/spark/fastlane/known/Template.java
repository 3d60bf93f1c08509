package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.constants.ConstantText;
import io.lakeflight.engine.spark.fastlane.constants.FreeConstants;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A known statement for texts with other constants.
 *
 * <p>That a constant is free is not believed before it has been seen: with each of so many values, Spark must have planned what
 * follows from the first plan by putting the value in. Until then a text is known only by values that were seen.
 *
 * @param statement as it was answered first
 * @param free its constants that may be others
 * @param seen of each, values that Spark has planned, the first among them
 */
record Template(KnownStatement statement, FreeConstants free, List<Set<Object>> seen) {
    /** Different values of one constant, after which it may have any. */
    private static final int PROVEN = 3;

    Template {
        seen = seen.stream().map(Set::copyOf).toList();
    }

    static Template of(KnownStatement statement, FreeConstants free) {
        return new Template(
                statement,
                free,
                free.values().stream().<Set<Object>>map(Set::of).toList());
    }

    /** Whether a text is one of those that this one is for. */
    boolean isFor(ConstantText text) {
        return free.values(text).isPresent();
    }

    /** The statement for another text; empty if that may have to be planned otherwise, or nobody has seen that it has not. */
    Optional<KnownStatement> with(ConstantText text) throws Refusal {
        Optional<List<Object>> values = free.values(text);
        return values.isPresent() && isProven(values.get())
                ? Optional.of(statement.with(free, values.get()))
                : Optional.empty();
    }

    /** Whether it would have stood for a text whose plan the lane has no words for. */
    boolean isRefutedBy(ConstantText refused) {
        Optional<List<Object>> values = free.values(refused);
        return values.isPresent() && hasWords(values.get());
    }

    /** A constant that the lane has no words for says nothing of the plan. */
    private boolean hasWords(List<Object> values) {
        try {
            free.sql(values);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    private boolean isProven(List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            if (seen.get(i).size() < PROVEN && !seen.get(i).contains(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares with what Spark has planned.
     *
     * @param text that this one is for
     * @param planned for that text
     * @return empty if it is not what follows from the first plan
     */
    Optional<Template> proven(ConstantText text, KnownStatement planned) throws Refusal {
        List<Object> values = free.values(text).orElseThrow();
        if (!statement.with(free, values).isLike(planned)) {
            return Optional.empty();
        }
        List<Set<Object>> more = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Set<Object> all = new HashSet<>(seen.get(i));
            if (all.size() < PROVEN) {
                all.add(values.get(i));
            }
            more.add(all);
        }
        return Optional.of(new Template(statement, free, more));
    }

    int bytes() {
        return statement.bytes() + free.bytes() + PROVEN * statement.constantBytes();
    }
}
