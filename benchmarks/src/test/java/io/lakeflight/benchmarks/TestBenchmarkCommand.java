package io.lakeflight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBenchmarkCommand {
    @TempDir
    Path installation;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listTellsSuitesAndPeers() {
        assertThat(execute("--list")).isZero();
        assertThat(out.toString())
                .containsPattern("tpch +The 22 statements .*\\n +scale 1, against spark; also duckdb,connect,trino");
    }

    @Test
    void helpTellsWhatIsMeasuredUnlessItIsAskedFor() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "each suite's own one, 1 or 0.1, which --list tells", "(default: 10)", "default: 2, or all if");
    }

    @Test
    void peerThatNoSuiteHasIsAWrongOption() {
        assertThat(execute("tpch", "--against", "spark,engine")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no peer engine of [tpch]");
    }

    @Test
    void wrongNamesAndNumbersAreWrongOptions() {
        assertThat(execute("nothing")).isEqualTo(2);
        assertThat(execute("--fetch", "nothing")).isEqualTo(2);
        assertThat(execute("--cases", "0")).isEqualTo(2);
        assertThat(execute("--cores", "0")).isEqualTo(2);
        assertThat(execute("--rounds", "100000")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "There is no suite nothing",
                        "Nothing named nothing can be fetched",
                        "--cases is 0",
                        "--cores is 0");
    }

    @Test
    void peerThatWasNotFetchedIsAWrongOption() {
        assertThat(execute("tpch", "--against", "spark,trino")).isEqualTo(2);
        assertThat(err.toString()).contains("bin/lakeflight benchmark --fetch trino");
    }

    @Test
    void wrongOptionIsToldInALineWithoutTheHelp() {
        assertThat(execute("--scale", "much")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Invalid value for option '--scale': 'much' is not a number (expected: for example 0.1)",
                        "Try: lakeflight benchmark --help");
    }

    @Test
    void numbersTellWhatWouldWork() {
        assertThat(execute("small", "--rounds", "0")).isEqualTo(2);
        assertThat(execute("small", "--warm-ups", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--rounds is 0 (expected: 1 to 10000)", "--warm-ups is -1 (expected: 0 to 10000)");
    }

    @Test
    void nothingIsNoName() {
        assertThat(execute("small", "--against", ",")).isEqualTo(2);
        assertThat(execute("small", "--against", "")).isEqualTo(2);
        assertThat(execute("small", "--report", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--against names nothing", "--report names nothing");
    }

    @Test
    void peerThatASuiteHasNotTellsWhichItHas() {
        assertThat(execute("transfer", "--against", "duckdb")).isEqualTo(2);
        assertThat(err.toString()).contains("(expected: [spark, jdbc, flight, adbc, trino])");
    }

    @Test
    void placeThatIsAFileIsAWrongOption() throws Exception {
        Path file = Files.writeString(installation.resolve("file"), "");
        assertThat(execute("start", "--report", file.toString())).isEqualTo(2);
        Files.writeString(installation.resolve("var"), "");
        assertThat(execute("start", "--report", installation.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(file + " cannot be written to", installation.resolve("var/benchmarks") + " cannot be");
    }

    @Test
    void placeOfReportsIsJudgedBeforeAnythingStarts() throws Exception {
        Path file = Files.writeString(installation.resolve("file"), "");

        for (Path place : List.of(file, file.resolve("below"), closed())) {
            err.getBuffer().setLength(0);
            assertThat(execute("start", "--report", place.toString())).isEqualTo(2);
            assertThat(err.toString().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith(place
                                            + " cannot be written to (expected: a directory for tables and reports)"),
                            line -> assertThat(line).isEqualTo("Try: lakeflight benchmark --help"));
        }
        assertThat(installation.resolve("var")).doesNotExist();
    }

    /** What nobody may write to: root may in every directory, but makes none in /proc. */
    private Path closed() throws IOException {
        Path closed = Files.createDirectory(
                installation.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        return Files.isWritable(closed) ? Path.of("/proc/closed") : closed;
    }

    @Test
    void versionIsTold() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("Lakeflight ").contains("Java ");
    }

    private int execute(String... arguments) {
        return BenchmarkCommand.commandLine(installation, false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
