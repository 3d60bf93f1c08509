package io.lakeflight.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names as users write them where no SQL is: parts joined by dots. A part with a dot in it stands in backticks or double
 * quotes, a quote within doubled; any other may have whatever characters it has.
 */
final class NameText {
    private final String text;
    private int position;

    private NameText(String text) {
        this.text = text;
    }

    /** The parts without quotes; empty if one has no character, or its quote does not end where the part does. */
    static Optional<List<String>> parts(String text) {
        NameText name = new NameText(text);
        List<String> parts = new ArrayList<>();
        do {
            String part = name.part();
            if (part.isEmpty() || !name.isPartOver()) {
                return Optional.empty();
            }
            parts.add(part);
        } while (name.position++ < text.length());
        return Optional.of(parts);
    }

    private String part() {
        return position < text.length() && isQuote(text.charAt(position)) ? quotedPart() : plainPart();
    }

    private String plainPart() {
        int dot = text.indexOf('.', position);
        int end = dot < 0 ? text.length() : dot;
        String part = text.substring(position, end);
        position = end;
        return part;
    }

    /** Leaves the position where the quote ends, or before a quote that has no end. */
    private String quotedPart() {
        char quote = text.charAt(position);
        StringBuilder part = new StringBuilder();
        for (int end = position + 1; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == quote) {
                end++;
                if (end == text.length() || text.charAt(end) != quote) {
                    position = end;
                    return part.toString();
                }
            }
            part.append(c);
        }
        return part.toString();
    }

    private boolean isPartOver() {
        return position == text.length() || text.charAt(position) == '.';
    }

    /** The part as {@link #parts} reads it, quoted only if it has to be. */
    static String written(String part) {
        return part.isEmpty() || part.indexOf('.') >= 0 || isQuote(part.charAt(0)) ? quoted(part) : part;
    }

    /** In backticks, as both dialects of SQL read it. */
    static String quoted(String part) {
        return "`" + part.replace("`", "``") + "`";
    }

    private static boolean isQuote(char c) {
        return c == '`' || c == '"';
    }
}
