package io.lakeflight.server.routing;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for any other; letter case does not count. */
public record Wildcard(String text, Pattern pattern) {
    public static Wildcard of(String text) {
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q");
        return new Wildcard(text, Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }

    static boolean matchesAny(List<Wildcard> wildcards, String text) {
        return wildcards.stream()
                .anyMatch(wildcard -> wildcard.pattern.matcher(text).matches());
    }

    static String either(List<Wildcard> wildcards) {
        return wildcards.stream().map(Wildcard::text).collect(Collectors.joining(" or "));
    }
}
