package io.lakeflight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOnlyRun {
    @TempDir
    Path directory;

    @Test
    void secondRunIsToldToWaitForTheEndOfTheFirst() throws Exception {
        Process other = begin();
        try (BufferedReader told = other.inputReader();
                PrintWriter go = new PrintWriter(other.outputWriter(), true)) {
            assertThat(told.readLine()).isEqualTo("begun");
            assertThatThrownBy(() -> OnlyRun.begin(directory))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("Another benchmark runs with " + directory
                            + " (expected: one at a time); wait for its end");

            go.println();
            assertThat(told.readLine()).isEqualTo("closed");
            OnlyRun.begin(directory).close();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void runThatWasKilledIsNone() throws Exception {
        Process other = begin();
        try (BufferedReader told = other.inputReader()) {
            assertThat(told.readLine()).isEqualTo("begun");
        } finally {
            other.destroyForcibly().waitFor();
        }

        OnlyRun.begin(directory).close();
    }

    /** In a process of its own: of two in one process Java tells otherwise. */
    private Process begin() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java, "-cp", System.getProperty("java.class.path"), Other.class.getName(), directory.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Another run, which takes a step for each line it is sent. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            BufferedReader go = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (OnlyRun run = OnlyRun.begin(Path.of(arguments[0]))) {
                System.out.println("begun");
                go.readLine();
            }
            System.out.println("closed");
            go.readLine();
        }
    }
}
