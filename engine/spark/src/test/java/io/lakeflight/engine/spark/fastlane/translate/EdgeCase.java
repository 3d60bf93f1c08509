package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An expression over one of the edge tables; they stand in {@code edge-cases.txt}, one a line.
 *
 * @param expression in Spark's SQL, over the table's columns
 */
record EdgeCase(Edges edges, String expression) {
    static List<EdgeCase> all() {
        try (InputStream text = EdgeCase.class.getResourceAsStream("edge-cases.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(EdgeCase::of)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static EdgeCase of(String line) {
        int blank = line.indexOf(' ');
        return new EdgeCase(
                Edges.valueOf(line.substring(0, blank)), line.substring(blank).strip());
    }
}
