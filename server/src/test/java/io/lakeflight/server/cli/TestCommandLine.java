package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class TestCommandLine {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void everyCommandAndOptionIsDescribed() {
        CommandLine root = Lakeflight.commandLine();

        assertThat(root.getSubcommands()).containsOnlyKeys("start", "sql", "catalogs", "maintain");
        requireDescribed(root);
    }

    private static void requireDescribed(CommandLine parent) {
        for (CommandLine command : parent.getSubcommands().values()) {
            requireDescribed(command);
            assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.description()).as(option.longestName()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"--help", "start --help", "sql --help", "catalogs --help", "catalogs add --help", "--version"})
    void helpAndVersionGoToStandardOutput(String arguments) {
        assertThat(execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("akeflight");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', Missing required subcommand",
        "start --port 1, 'Unknown options: ''--port'', ''1'''",
        "start --sample-scale huge, '--sample-scale is huge (expected: a number, 0.001 to 1000)'",
        "start --sample-scale 0, '--sample-scale is 0 (expected: a number, 0.001 to 1000)'",
        "catalogs, Missing required subcommand",
        "catalogs add, Missing required parameter",
        "sql --format xml, Invalid value for option '--format'",
        "sql -e a -f b, mutually exclusive",
        "maintain, Name tables",
        "maintain --all --action bogus, Unknown action bogus (expected: compact",
        "maintain --all --dry-run --history, mutually exclusive",
    })
    void wrongUsageIsExplainedShortly(String arguments, String message) {
        assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help").hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource({"stop", "stop --help", "strat --help"})
    void wordThatIsNoCommandIsAnErrorThatNamesTheNearestOne(String arguments) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("Unmatched argument", arguments.split(" ")[0], "Did you mean: lakeflight start?", "--help");
    }

    @Test
    void homeThatIsNoDirectoryEndsTheStart() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(execute("start", "--home", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("cannot be written to").hasLineCount(1);
    }

    @Test
    void scriptWithoutStatementFails() {
        assertThat(execute("sql", "-e", "-- nothing")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("There is no statement to run\n");
    }

    @Test
    void missingFileFails() {
        assertThat(execute("sql", "-f", directory.resolve("none.sql").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("There is no file ").hasLineCount(1);
    }

    @Test
    void directoryIsNoFileOfStatements() {
        assertThat(execute("sql", "-f", directory.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("Cannot read " + directory)
                .contains("directory")
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void commentThatIsNotClosedIsTold() {
        assertThat(execute("sql", "-e", "/* unterminated")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("There is no statement to run: the comment is not closed by */\n");
    }

    private int execute(String... arguments) {
        return Lakeflight.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
