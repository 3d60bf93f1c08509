package io.lakeflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Statements and what each is expected to return, in one file that people can read:
 *
 * <pre>
 * -- first = SELECT snapshot_id FROM s.t.snapshots
 * SELECT * FROM t VERSION AS OF ${first};
 * --> 1 | 'one'
 * </pre>
 *
 * A comment of the form {@code name = query} gives the query's only value a name, because ids differ from run to run.
 */
record SqlScriptFile(Path path, List<Step> steps) {
    private static final String EXPECTED = "--> ";
    private static final Pattern VARIABLE = Pattern.compile("-- (\\w+) = (SELECT .+)");

    /**
     * One statement, or one variable.
     *
     * @param before comments and empty lines
     * @param variable the name of the statement's value; null if its result is what counts
     */
    record Step(List<String> before, @Nullable String variable, String statement, List<String> expected) {
        Step returning(List<String> actual) {
            return new Step(before, variable, statement, actual);
        }

        private List<String> lines() {
            List<String> lines = new ArrayList<>(before);
            lines.add(variable == null ? statement + ";" : "-- " + variable + " = " + statement);
            expected.forEach(line -> lines.add(EXPECTED + line));
            return lines;
        }
    }

    static SqlScriptFile read(Path path) {
        List<Step> steps = new ArrayList<>();
        List<String> before = new ArrayList<>();
        List<String> statement = new ArrayList<>();
        for (String line : lines(path)) {
            Matcher variable = VARIABLE.matcher(line);
            if (line.startsWith(EXPECTED)) {
                steps.get(steps.size() - 1).expected().add(line.substring(EXPECTED.length()));
            } else if (variable.matches()) {
                steps.add(new Step(List.copyOf(before), variable.group(1), variable.group(2), new ArrayList<>()));
                before.clear();
            } else if (statement.isEmpty() && (line.isBlank() || line.startsWith("--"))) {
                before.add(line);
            } else {
                statement.add(line);
                if (line.endsWith(";")) {
                    String text = String.join("\n", statement);
                    String whole = text.substring(0, text.length() - 1);
                    steps.add(new Step(List.copyOf(before), null, whole, new ArrayList<>()));
                    before.clear();
                    statement.clear();
                }
            }
        }
        return new SqlScriptFile(path, steps);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString().replace(".sql", "");
    }

    String text() {
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.addAll(step.lines()));
        return String.join("\n", lines) + "\n";
    }

    void write() {
        try {
            Files.writeString(path, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
