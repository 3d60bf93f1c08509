package io.lakeflight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

    private int execute(String... arguments) {
        return new CommandLine(new BenchmarkCommand(installation, false))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
