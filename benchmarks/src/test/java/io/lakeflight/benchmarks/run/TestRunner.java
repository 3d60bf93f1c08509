package io.lakeflight.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.suite.Case;
import io.lakeflight.benchmarks.system.Fingerprint;
import io.lakeflight.benchmarks.system.SystemUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRunner {
    private static final List<Case> CASES =
            List.of(new Case("a", "s", time -> "a" + time), new Case("b", "t", time -> "b" + time));

    private final List<String> calls = new ArrayList<>();

    /** Answers with the length of the statement, and takes as many nanoseconds. */
    private class Echo implements SystemUnderTest {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public void use(String schema) {
            calls.add(name + " USE " + schema);
        }

        @Override
        public Timing run(String statement) {
            calls.add(name + " " + statement);
            return new Timing(statement.length(), 1);
        }

        @Override
        public Optional<Fingerprint> fingerprint(String statement) {
            return Optional.of(Fingerprint.of(List.of("c"), List.of("int"), List.of(List.of(statement))));
        }

        @Override
        public Duration processorTime() {
            return Duration.ofMillis(calls.size());
        }
    }

    @Test
    void systemsTakeTurnsWithTheSameTexts() {
        List<Case> one = List.of(new Case("a", "s", time -> "a" + time));

        Result result = run(new Settings(4, 1), one, new Echo("x"), new Echo("y"));

        assertThat(calls)
                .containsExactly(
                        "x USE s", "y USE s", "x a1", "y a1", "x a2", "y a2", "y a3", "x a3", "x a4", "y a4", "y a5",
                        "x a5");
        assertThat(result.systems()).containsExactly("x", "y");
        assertThat(result.cases().get(0).nanos().get("y")).containsExactly(2L, 2L, 2L, 2L);
        assertThat(result.processorTime().get("x")).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void caseThatIsAnsweredDifferentlyIsVoid() {
        SystemUnderTest wrong = new Echo("wrong") {
            @Override
            public Optional<Fingerprint> fingerprint(String statement) {
                return super.fingerprint(statement.replace("a0", "A0"));
            }
        };

        Result result = run(new Settings(1, 0), CASES, new Echo("x"), wrong);

        assertThat(result.cases().get(0).invalid())
                .hasValueSatisfying(reason -> assertThat(reason).contains("x and wrong answer differently"));
        assertThat(result.cases().get(0).nanos()).isEmpty();
        assertThat(result.valid()).extracting(CaseResult::name).containsExactly("b");
    }

    @Test
    void failureVoidsItsCaseOnly() {
        SystemUnderTest failing = new Echo("failing") {
            @Override
            public Timing run(String statement) {
                if (statement.equals("b2")) {
                    throw new IllegalStateException("out of luck\nand more");
                }
                return super.run(statement);
            }
        };

        Result result = run(new Settings(3, 0), CASES, new Echo("x"), failing);

        assertThat(result.cases().get(1).invalid()).contains("failing failed: out of luck");
        assertThat(result.cases().get(0).nanos().get("failing")).hasSize(3);
    }

    private static Result run(Settings settings, List<Case> cases, SystemUnderTest... systems) {
        Progress progress = new Progress(new PrintWriter(new StringWriter()), false);
        return new Runner(List.of(systems), settings, progress).run(cases);
    }
}
