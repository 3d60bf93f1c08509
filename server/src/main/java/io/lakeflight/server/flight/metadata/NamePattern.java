package io.lakeflight.server.flight.metadata;

import java.util.regex.Pattern;

/**
 * A search pattern of JDBC and Flight SQL: {@code %} is any text, {@code _} any character, {@code \} takes the next
 * character literally. Case is ignored, since tools upper-case names they believe stored that way.
 */
final class NamePattern {
    private final Pattern regex;
    private final boolean anyText;

    /** The pattern that is not set, which every name matches. */
    static NamePattern any() {
        return of("%");
    }

    static NamePattern of(String pattern) {
        StringBuilder regex = new StringBuilder();
        boolean anyText = false;
        for (int index = 0; index < pattern.length(); index++) {
            char character = pattern.charAt(index);
            boolean escapes = character == '\\' && index + 1 < pattern.length();
            if (escapes) {
                index++;
                regex.append(Pattern.quote(pattern.substring(index, index + 1)));
            } else if (character == '%') {
                regex.append(".*");
                anyText = true;
            } else if (character == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(pattern.substring(index, index + 1)));
            }
        }
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
        return new NamePattern(Pattern.compile(regex.toString(), flags), anyText);
    }

    private NamePattern(Pattern regex, boolean anyText) {
        this.regex = regex;
        this.anyText = anyText;
    }

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    /** Whether this may stand for one name: it may hold {@code _}, which clients leave unescaped in names. */
    boolean isName() {
        return !anyText;
    }
}
