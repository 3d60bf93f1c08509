package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers that Spark's own tests expect of TPC-DS at scale 1; they come with its texts. */
final class RecordedAnswers {
    private static final String OUTPUT = "-- !query output\n";

    private RecordedAnswers() {}

    static Optional<Answer> tpcds(String name) {
        String resource = "tpcds-query-results/v1_4/" + name + ".sql.out";
        try (@Nullable
                InputStream stream = RecordedAnswers.class.getClassLoader().getResourceAsStream(resource)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line for each row, with tabulators between values. */
    static Answer parse(String text) {
        String rows = text.substring(text.indexOf(OUTPUT) + OUTPUT.length());
        // The last line's end ends the file.
        String lines = rows.endsWith("\n") ? rows.substring(0, rows.length() - 1) : rows;
        List<List<String>> values = lines.isEmpty()
                ? List.of()
                : Arrays.stream(lines.split("\n", -1))
                        .map(line -> List.of(line.split("\t", -1)))
                        .toList();
        return new Answer(List.of(), List.of(), values);
    }
}
