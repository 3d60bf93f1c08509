package io.lakeflight.engine.spark.fastlane.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A pattern of dates and times: parts, and the texts around them. Of each letter only those numbers of it that mean the
 * same to both.
 */
record TimePattern(List<Token> tokens) {
    /** A part, by its letters, or a text. */
    record Token(String letters, String text) {}

    private static final Pattern TOKEN = Pattern.compile("([A-Za-z])\\1*|'([A-Za-z0-9 ]+)'|[-/.:,_ ]");

    private static final Map<String, String> WRITTEN = Map.ofEntries(
            Map.entry("yyyy", "%Y"),
            Map.entry("yy", "%y"),
            Map.entry("MM", "%m"),
            Map.entry("M", "%-m"),
            Map.entry("MMM", "%b"),
            Map.entry("MMMM", "%B"),
            Map.entry("dd", "%d"),
            Map.entry("d", "%-d"),
            Map.entry("DDD", "%j"),
            Map.entry("D", "%-j"),
            Map.entry("E", "%a"),
            Map.entry("EEE", "%a"),
            Map.entry("EEEE", "%A"),
            Map.entry("HH", "%H"),
            Map.entry("H", "%-H"),
            Map.entry("hh", "%I"),
            Map.entry("h", "%-I"),
            Map.entry("a", "%p"),
            Map.entry("mm", "%M"),
            Map.entry("m", "%-M"),
            Map.entry("ss", "%S"),
            Map.entry("s", "%-S"),
            Map.entry("SSS", "%g"),
            Map.entry("SSSSSS", "%f"));

    /** No part of DuckDB's patterns. */
    private static final Set<String> QUARTERS = Set.of("Q", "q");

    private static final Map<String, String> READ = Map.of(
            "yyyy", "[0-9]{4}",
            "MM", "[0-9]{2}",
            "dd", "[0-9]{2}",
            "HH", "([01][0-9]|2[0-3])",
            "mm", "[0-5][0-9]",
            "ss", "[0-5][0-9]");

    TimePattern {
        tokens = List.copyOf(tokens);
    }

    static Optional<TimePattern> of(Expression expression) {
        if (!(expression instanceof Literal literal) || !(literal.value() instanceof UTF8String text)) {
            return Optional.empty();
        }
        List<Token> tokens = new ArrayList<>();
        String pattern = text.toString();
        Matcher matcher = TOKEN.matcher(pattern);
        while (matcher.lookingAt()) {
            String quoted = matcher.group(2);
            boolean isPart = matcher.group(1) != null;
            tokens.add(new Token(isPart ? matcher.group() : "", quoted == null ? matcher.group() : quoted));
            matcher.region(matcher.end(), pattern.length());
        }
        return matcher.regionStart() == pattern.length() && !tokens.isEmpty()
                ? Optional.of(new TimePattern(tokens))
                : Optional.empty();
    }

    boolean isWritable() {
        return tokens.stream()
                .map(Token::letters)
                .allMatch(letters -> letters.isEmpty() || WRITTEN.containsKey(letters) || QUARTERS.contains(letters));
    }

    /** The local time as text. */
    String written(String local) throws Refusal {
        List<String> pieces = new ArrayList<>();
        StringBuilder format = new StringBuilder();
        for (Token token : tokens) {
            if (QUARTERS.contains(token.letters())) {
                addFormat(pieces, format, local);
                pieces.add("CAST(quarter(" + local + ") AS VARCHAR)");
            } else {
                format.append(token.letters().isEmpty() ? token.text() : WRITTEN.get(token.letters()));
            }
        }
        addFormat(pieces, format, local);
        return "(" + String.join(" || ", pieces) + ")";
    }

    private static void addFormat(List<String> pieces, StringBuilder format, String local) throws Refusal {
        if (!format.isEmpty()) {
            pieces.add("strftime(" + local + ", " + Texts.quoted(format.toString()) + ")");
            format.setLength(0);
        }
    }

    /** Whether it has a whole date and perhaps a time down to some part, each part once. */
    boolean isReadable() {
        Set<String> parts = new HashSet<>();
        for (Token token : tokens) {
            if (!token.letters().isEmpty() && (!READ.containsKey(token.letters()) || !parts.add(token.letters()))) {
                return false;
            }
        }
        return parts.containsAll(Set.of("yyyy", "MM", "dd"))
                && (!parts.contains("ss") || parts.contains("mm"))
                && (!parts.contains("mm") || parts.contains("HH"));
    }

    /** A regular expression for texts in which each part has all its digits, and nothing else is. */
    String regularExpression() {
        StringBuilder expression = new StringBuilder();
        for (Token token : tokens) {
            expression.append(token.letters().isEmpty() ? Pattern.quote(token.text()) : READ.get(token.letters()));
        }
        return expression.toString();
    }

    /** The local time that such a text says. */
    String read(String text) {
        String date = part("yyyy", text) + " || '-' || " + part("MM", text) + " || '-' || " + part("dd", text);
        String time = has("HH") ? " || ' ' || " + part("HH", text) + minutes(text) : "";
        return "CAST(" + date + time + " AS TIMESTAMP)";
    }

    private String minutes(String text) {
        String seconds = has("ss") ? " || ':' || " + part("ss", text) : " || ':00'";
        return has("mm") ? " || ':' || " + part("mm", text) + seconds : " || ':00:00'";
    }

    private boolean has(String letters) {
        return tokens.stream().anyMatch(token -> token.letters().equals(letters));
    }

    /** Every part is as long as its letters are. */
    private String part(String letters, String text) {
        int position = 1;
        for (Token token : tokens) {
            if (token.letters().equals(letters)) {
                return "substring(" + text + ", " + position + ", " + letters.length() + ")";
            }
            position += token.text().length();
        }
        throw new AssertionError(letters);
    }
}
