package io.lakeflight.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.Figure;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRunner {
    private static final List<Case> CASES =
            List.of(new Case("a", "s", time -> "a" + time), new Case("b", "t", time -> "b" + time));

    private final List<String> calls = new ArrayList<>();
    private final StringWriter told = new StringWriter();

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
        public Optional<Answer> answer(String statement) {
            return Optional.of(new Answer(List.of("c"), List.of("int"), List.of(List.of(statement))));
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
            public Optional<Answer> answer(String statement) {
                return super.answer(statement.replace("a0", "A0"));
            }
        };

        Result result = run(new Settings(1, 0), CASES, new Echo("x"), wrong);

        assertThat(result.cases().get(0).invalid())
                .hasValueSatisfying(reason -> assertThat(reason).contains("x and wrong answer differently"));
        assertThat(result.cases().get(0).nanos()).isEmpty();
        assertThat(result.valid()).extracting(CaseResult::name).containsExactly("b");
    }

    /** As if it kept something of a statement that it was not asked for. */
    @Test
    void answerThatIsAnotherOneInTheEndIsVoid() {
        SystemUnderTest forgetful = new Echo("forgetful") {
            @Override
            public Optional<Answer> answer(String statement) {
                return super.answer(calls.isEmpty() ? statement : statement + "!");
            }
        };
        List<Case> same = List.of(Case.same("a", "s", "a"));

        assertThat(run(new Settings(1, 0), same, new Echo("x"), forgetful)
                        .cases()
                        .get(0)
                        .invalid())
                .hasValueSatisfying(reason -> assertThat(reason).contains("x and forgetful answer differently"));
        calls.clear();
        assertThat(run(new Settings(1, 0), same, forgetful, new Echo("x"))
                        .cases()
                        .get(0)
                        .invalid())
                .hasValueSatisfying(reason -> assertThat(reason).contains("answer differently"));
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

    @Test
    void ofThreeEachBeginsAndFollowsEach() {
        List<Case> one = List.of(new Case("a", "s", time -> ""));

        run(new Settings(6, 0), one, new Echo("x"), new Echo("y"), new Echo("z"));

        assertThat(calls.stream().filter(call -> !call.contains("USE")).map(String::strip))
                .containsExactly(
                        "x", "y", "z", "y", "z", "x", "z", "x", "y", "z", "y", "x", "x", "z", "y", "y", "x", "z");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void systemsHavePlacesAndFollowEachOtherEquallyOften(int count) {
        SystemUnderTest[] systems =
                IntStream.range(0, count).mapToObj(name -> new Echo("" + name)).toArray(SystemUnderTest[]::new);
        int rounds = count % 2 == 0 ? count : 2 * count;

        run(new Settings(rounds, 0), List.of(new Case("a", "s", time -> "")), systems);

        List<String> turns = calls.stream()
                .filter(call -> !call.contains("USE"))
                .map(String::strip)
                .toList();
        Map<String, Long> places = IntStream.range(0, turns.size())
                .boxed()
                .collect(Collectors.groupingBy(turn -> turns.get(turn) + " " + turn % count, Collectors.counting()));
        Map<String, Long> neighbours = IntStream.range(1, turns.size())
                .filter(turn -> turn % count > 0)
                .boxed()
                .collect(Collectors.groupingBy(
                        turn -> turns.get(turn - 1) + " " + turns.get(turn), Collectors.counting()));
        long times = rounds / count;
        assertThat(places).hasSize(count * count).allSatisfy((place, often) -> assertThat(often)
                .isEqualTo(times));
        assertThat(neighbours).hasSize(count * (count - 1)).allSatisfy((pair, often) -> assertThat(often)
                .isEqualTo(times));
    }

    @Test
    void oneOfSeveralThatIsWrongHasNoFigure() {
        SystemUnderTest wrong = new Echo("wrong") {
            @Override
            public Optional<Answer> answer(String statement) {
                return super.answer(statement + "!");
            }
        };
        SystemUnderTest forgetful = new Echo("forgetful") {
            @Override
            public Timing run(String statement) {
                return new Timing(1, statement.startsWith("b") ? 0 : 1);
            }
        };

        Result result = run(new Settings(1, 0), CASES, new Echo("x"), wrong, forgetful);

        assertThat(result.cases().get(0).invalid()).isEmpty();
        assertThat(result.cases().get(0).nanos()).containsOnlyKeys("x", "forgetful");
        assertThat(result.cases().get(0).missing()).containsOnlyKeys("wrong");
        assertThat(result.cases().get(1).invalid())
                .hasValueSatisfying(reason -> assertThat(reason).contains("x answers with 1 rows, forgetful with 0"));
        assertThat(result.common()).extracting(CaseResult::name).containsExactly("a");
        assertThat(result.isWhole()).isFalse();
    }

    @Test
    void lakeflightMustAgreeWithTheReference() {
        SystemUnderTest reference = new Echo("reference") {
            @Override
            public Optional<Answer> answer(String statement) {
                return super.answer(statement + "!");
            }

            @Override
            public boolean isReference() {
                return true;
            }
        };

        Result result = run(new Settings(1, 0), CASES, new Echo("x"), new Echo("y"), reference);

        assertThat(result.valid()).isEmpty();
    }

    @Test
    void partsHaveFiguresOfTheirOwn() {
        SystemUnderTest other = new Echo("y") {
            @Override
            public Timing run(String statement) {
                return new Timing(5, 1, List.of(new Part("rest", Figure.MEMORY, 7)));
            }
        };

        Result result = run(new Settings(2, 0), CASES.subList(0, 1), new Echo("x"), other);

        assertThat(result.cases()).extracting(CaseResult::name).containsExactly("a", "a: rest");
        assertThat(result.cases().get(1).nanos().get("y")).containsExactly(7L, 7L);
        assertThat(result.common()).extracting(CaseResult::name).containsExactly("a");
    }

    @Test
    void totalsAreToldAfterEachRound() {
        SystemUnderTest slow = new Echo("slow") {
            @Override
            public Timing run(String statement) {
                return new Timing(8_000_000, 1);
            }
        };
        SystemUnderTest quick = new Echo("quick") {
            @Override
            public Timing run(String statement) {
                return new Timing(2_000_000, 1);
            }
        };

        run(new Settings(2, 1), CASES, quick, slow);

        assertThat(told.toString().lines())
                .containsExactly(
                        "round 1 of 2: quick 4.00 ms, slow 16 ms (ratio 0.25)",
                        "round 2 of 2: quick 4.00 ms, slow 16 ms (ratio 0.25)");
    }

    @Test
    void processorTimeIsNeverNegativeIfAProcessStartsAnew() {
        Queue<Duration> times = new ArrayDeque<>(List.of(Duration.ofSeconds(30), Duration.ofSeconds(2)));
        SystemUnderTest restarted = new Echo("y") {
            @Override
            public Duration processorTime() {
                return times.remove();
            }
        };

        Result result = run(new Settings(1, 0), CASES, new Echo("x"), restarted);

        assertThat(result.processorTime()).containsEntry("y", Duration.ofSeconds(2));
    }

    private Result run(Settings settings, List<Case> cases, SystemUnderTest... systems) {
        Progress progress = new Progress(new PrintWriter(told), false);
        return new Runner(List.of(systems), settings, progress).run(cases);
    }
}
