package io.lakeflight.benchmarks.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A file of statements with literals left open: each begins with a line {@code -- name} and ends with a semicolon. */
final class Templates {
    private static final String NAME = "-- ";

    private Templates() {}

    static List<Template> read(String resource) {
        try (InputStream stream = Templates.class.getResourceAsStream(resource)) {
            return parse(new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Template> parse(String text) {
        List<Template> templates = new ArrayList<>();
        for (String statement : text.split(";\\s*", -1)) {
            if (statement.isBlank()) {
                continue;
            }
            String[] parts = statement.split("\\n", 2);
            if (!parts[0].startsWith(NAME) || parts.length < 2) {
                throw new IllegalArgumentException("No name before: " + statement.strip());
            }
            templates.add(new Template(parts[0].substring(NAME.length()).strip(), parts[1].strip()));
        }
        return templates;
    }
}
