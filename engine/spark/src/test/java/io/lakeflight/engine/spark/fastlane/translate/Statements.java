package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The statements of a file of them, which has comments on lines of their own. */
final class Statements {
    private Statements() {}

    static List<String> of(String file) throws IOException {
        try (InputStream text = Statements.class.getResourceAsStream(file)) {
            return Arrays.stream(new String(text.readAllBytes(), StandardCharsets.UTF_8)
                            .replaceAll("(?m)^--.*$", "")
                            .split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }
}
