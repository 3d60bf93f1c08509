package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lakeflight.planner.SqlScript;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.planner.standard.SparkText;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.validation.QueryValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many of the statements in Spark's own tests Calcite reads for us. */
class TestStatementCoverage {
    /** Of a value that an earlier statement of a script gave. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\w+}");

    @Test
    void allOfTpchAndTpcdsIsRead() throws Exception {
        assertThat(unread(queries("tpch"))).isEmpty();
        assertThat(unread(queries("tpcds"))).isEmpty();
    }

    @Test
    void mostOfSparksQueriesAreRead() throws Exception {
        List<String> queries = queries("sql-tests/inputs");

        double share = 1 - (double) unread(queries).size() / queries.size();

        System.out.printf("Read by Calcite: %.2f %% of %,d queries of sql-tests%n", 100 * share, queries.size());
        assertThat(queries).hasSizeGreaterThan(11_000);
        assertThat(share).isGreaterThan(0.93);
    }

    /** Tables of the others are made by their scripts. */
    @Test
    void mostOfSparksQueriesOfNoTableAreValid() throws Exception {
        List<String> queries = queries("sql-tests/inputs").stream()
                .filter(query -> isOfNoTable(StatementReader.read(query)))
                .toList();

        long valid = queries.stream()
                .filter(query ->
                        QueryValidator.validate(query, List.of()).problem().isEmpty())
                .count();

        double share = (double) valid / queries.size();
        System.out.printf("Valid for Calcite: %.2f %% of %,d such queries of no table%n", 100 * share, queries.size());
        assertThat(queries).hasSizeGreaterThan(3_000);
        assertThat(share).isGreaterThan(0.5);
    }

    private static boolean isOfNoTable(StatementSummary query) {
        return query.opaque().isEmpty() && query.scans().isEmpty();
    }

    @Test
    void mostQueriesOfOurScriptsAreRead() throws IOException {
        List<String> queries;
        try (Stream<Path> scripts = Files.walk(Path.of("src", "test", "sql"))) {
            queries = scripts.filter(Files::isRegularFile)
                    .flatMap(TestStatementCoverage::statements)
                    .filter(TestStatementCoverage::isQuery)
                    .map(query -> PLACEHOLDER.matcher(query).replaceAll("1"))
                    .toList();
        }
        List<String> unread = unread(queries);

        System.out.printf(
                "Read by Calcite: %,d of %,d queries of our own%n", queries.size() - unread.size(), queries.size());
        assertThat(queries).hasSizeGreaterThan(50);
        // Names that are keywords to Calcite and none to Spark are among them: over, partition.
        assertThat(unread.size()).isLessThan(queries.size() / 10);
    }

    @Test
    void noStatementFailsBecauseOfThePlanner() throws Exception {
        List<String> all = statements("sql-tests/inputs");

        assertThat(all).hasSizeGreaterThan(12_000);
        for (String statement : all) {
            assertThatCode(() -> StatementReader.read(statement)).as(statement).doesNotThrowAnyException();
            assertThatCode(() -> SparkText.of(statement, Dialect.STANDARD))
                    .as(statement)
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> unread(List<String> queries) {
        return queries.stream()
                .filter(query -> StatementReader.read(query).opaque().isPresent())
                .toList();
    }

    /** All statements that begin with SELECT, WITH or a bracket in the files of a folder in Spark's tests. */
    private static List<String> queries(String folder) throws IOException, URISyntaxException {
        return statements(folder).stream()
                .filter(TestStatementCoverage::isQuery)
                .toList();
    }

    private static List<String> statements(String folder) throws IOException, URISyntaxException {
        URL location = TestStatementCoverage.class.getClassLoader().getResource(folder);
        assertThat(location).as(folder).isNotNull();
        URI jar =
                URI.create(location.toString().substring(0, location.toString().indexOf('!')));
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> paths = Files.walk(files.getPath(folder))) {
            return paths.filter(path -> path.toString().endsWith(".sql"))
                    .sorted()
                    .flatMap(TestStatementCoverage::statements)
                    .toList();
        }
    }

    private static Stream<String> statements(Path file) {
        try {
            // Lines of comments steer Spark's tests.
            String text = Files.readString(file)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return SqlScript.of(text).statements().stream().map(SqlScript.Statement::text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isQuery(String statement) {
        String start = statement.substring(0, Math.min(6, statement.length())).toUpperCase(Locale.ROOT);
        return start.startsWith("SELECT") || start.startsWith("WITH") || start.startsWith("(");
    }
}
