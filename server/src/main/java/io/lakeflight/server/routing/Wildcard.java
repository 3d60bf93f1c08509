package io.lakeflight.server.routing;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text in which {@code *} stands for any other; letter case does not count.
 *
 * <p>No regular expression: with a few {@code *} in it one may take hours over a name that a client has made up for that.
 *
 * @param parts what stands before, between and behind the stars
 */
public record Wildcard(String text, List<String> parts) {
    public Wildcard {
        parts = List.copyOf(parts);
    }

    public static Wildcard of(String text) {
        return new Wildcard(text, List.of(text.split("\\*", -1)));
    }

    static boolean matchesAny(List<Wildcard> wildcards, String text) {
        return wildcards.stream().anyMatch(wildcard -> wildcard.matches(text));
    }

    static String either(List<Wildcard> wildcards) {
        return wildcards.stream().map(Wildcard::text).collect(Collectors.joining(" or "));
    }

    private boolean matches(String name) {
        String first = parts.get(0);
        String last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return first.equalsIgnoreCase(name);
        }
        int end = name.length() - last.length();
        if (end < first.length() || !isAt(name, 0, first) || !isAt(name, end, last)) {
            return false;
        }
        int from = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            // The first place leaves the most room for the parts behind.
            int place = find(name, from, end, part);
            if (place < 0) {
                return false;
            }
            from = place + part.length();
        }
        return true;
    }

    private static int find(String name, int from, int end, String part) {
        for (int place = from; place <= end - part.length(); place++) {
            if (isAt(name, place, part)) {
                return place;
            }
        }
        return -1;
    }

    private static boolean isAt(String name, int place, String part) {
        return name.regionMatches(true, place, part, 0, part.length());
    }
}
