package io.lakeflight.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Spelling {
    private Spelling() {}

    /** The known word nearest to the given one, if it is near enough to be meant. */
    static Optional<String> nearest(String word, Collection<String> known) {
        String normal = normal(word);
        return known.stream()
                .filter(candidate -> isNear(normal, candidate))
                .min(Comparator.comparingInt(candidate -> distance(normal, candidate)));
    }

    private static boolean isNear(String word, String candidate) {
        return distance(word, candidate) <= Math.max(2, candidate.length() / 3)
                || (word.length() >= 3 && (candidate.contains(word) || word.contains(candidate)));
    }

    /** {@code maxSessions}, {@code MAX_SESSIONS} and {@code max sessions} all mean {@code max-sessions}. */
    private static String normal(String word) {
        return word.replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .replaceAll("[_.\\s]", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: the fewest characters to insert, delete or replace. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
