package io.lakeflight.benchmarks.run;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has systems answer the same statements in turn, all cases of a suite each time, so that what slows the machine down for a
 * while slows all of them down: A B, B A, A B and so on; more than two have the orders of a balanced Latin square. Only one
 * of them works at a time.
 *
 * <p>Answers are compared first and, of statements with other literals each time, once more at the end; rows are counted
 * each time. A system that fails a case or answers it differently has
 * no figure of it; the case is void if that is Lakeflight, or if nobody is left beside it.
 */
public final class Runner {
    private final List<SystemUnderTest> systems;
    private final Settings settings;
    private final Progress progress;
    /** Why systems have no figure, by case and then by name. */
    private final Map<String, Map<String, String>> missing = new HashMap<>();

    /** The first one of each case. */
    private final Map<Case, Right> right = new HashMap<>();

    private final Map<SystemUnderTest, String> schemas = new HashMap<>();

    /** @param systems Lakeflight first */
    public Runner(List<SystemUnderTest> systems, Settings settings, Progress progress) {
        this.systems = systems;
        this.settings = settings;
        this.progress = progress;
    }

    public Result run(List<Case> cases) {
        long passes = systems.size() * (1L + settings.warmUps() + settings.rounds());
        long last = (long) settings.warmUps() + settings.rounds();
        progress.begin((passes + systems.size()) * cases.size()
                - cases.stream().filter(one -> isSame(one, last)).count()
                        * systems.stream().filter(SystemUnderTest::isReference).count());
        compare(cases, 0);
        Map<String, Duration> processorTime = new LinkedHashMap<>();
        systems.forEach(system -> processorTime.put(system.name(), Duration.ZERO));
        for (int warmUp = 0; warmUp < settings.warmUps(); warmUp++) {
            turn("warming up", warmUp, 1 + warmUp, cases, new HashMap<>(), new HashMap<>(processorTime));
        }
        Map<String, Samples> samples = new HashMap<>();
        for (int round = 0; round < settings.rounds(); round++) {
            turn("measuring", round, 1 + settings.warmUps() + round, cases, samples, processorTime);
            progress.round(round + 1, settings.rounds(), result(cases, samples, processorTime));
        }
        // Once more: by now everybody has had the chance to keep something of the statements before.
        compare(cases, last);
        progress.end();
        return result(cases, samples, processorTime);
    }

    /** What is known so far. */
    private Result result(List<Case> cases, Map<String, Samples> samples, Map<String, Duration> processorTime) {
        return new Result(
                systems.stream().map(SystemUnderTest::name).toList(),
                cases.stream()
                        .flatMap(one -> samples
                                .getOrDefault(one.name(), new Samples())
                                .results(one.name(), missing(one), invalid(one))
                                .stream())
                        .toList(),
                processorTime);
    }

    /**
     * Every system has every place in the order equally often, and comes equally often right after every other one: the design
     * of Williams. It takes as many rounds as there are systems, and twice as many if that is an odd number.
     */
    private List<SystemUnderTest> inTurn(int round) {
        int count = systems.size();
        List<SystemUnderTest> order = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            // 0, 1, -1, 2, -2 and so on: any two neighbours are another distance apart.
            int step = place % 2 == 1 ? (place + 1) / 2 : -place / 2;
            order.add(systems.get(Math.floorMod(round + step, count)));
        }
        // Of an odd number some distances are the same; they balance each other backwards.
        if (count % 2 == 1 && round / count % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** Whether a case's statement is what it was the first time. */
    private static boolean isSame(Case one, long time) {
        return one.text().apply(0).equals(one.text().apply(time));
    }

    /** An answer that the others must agree with. */
    private record Right(SystemUnderTest system, Answer answer) {}

    private void compare(List<Case> cases, long time) {
        for (Case one : cases) {
            // The tables are as they were: what is right need not be asked for again.
            Optional<Right> known = isSame(one, time) ? Optional.ofNullable(right.get(one)) : Optional.empty();
            Map<SystemUnderTest, Answer> answers = new LinkedHashMap<>();
            for (SystemUnderTest system : systems) {
                if (known.isPresent() && system.isReference()) {
                    continue;
                }
                progress.step("comparing", system.name(), one.name());
                if (!missing(one).containsKey(system.name())) {
                    attempt(system, one, () -> system.answer(one.text().apply(time)))
                            .ifPresent(answer -> answers.put(system, answer));
                }
            }
            known.or(() -> right(answers)).ifPresent(expected -> {
                right.putIfAbsent(one, expected);
                answers.forEach((system, answer) -> compare(one, expected, system, answer));
            });
        }
    }

    private Optional<Right> right(Map<SystemUnderTest, Answer> answers) {
        return reference(answers).map(system -> new Right(system, Objects.requireNonNull(answers.get(system))));
    }

    private void compare(Case one, Right expected, SystemUnderTest system, Answer answer) {
        boolean isExact =
                expected.system() == system || (expected.system().answersAsSpark() && system.answersAsSpark());
        answer.differenceFrom(expected.answer(), isExact)
                .ifPresent(difference -> miss(
                        one,
                        system,
                        "%s and %s answer differently: %s"
                                .formatted(expected.system().name(), system.name(), difference)));
    }

    /** The one that all others must agree with; the first, if that one is not among them. */
    private Optional<SystemUnderTest> reference(Map<SystemUnderTest, ?> answers) {
        return answers.keySet().stream()
                .filter(SystemUnderTest::isReference)
                .findFirst()
                .or(() -> systems.stream().filter(answers::containsKey).findFirst());
    }

    /** Each case once by each system. */
    private void turn(
            String phase,
            int round,
            long time,
            List<Case> cases,
            Map<String, Samples> samples,
            Map<String, Duration> processorTime) {
        Map<Case, Map<SystemUnderTest, Long>> rows = new LinkedHashMap<>();
        for (SystemUnderTest system : inTurn(round)) {
            Duration before = system.processorTime();
            for (Case one : cases) {
                progress.step(phase, system.name(), one.name());
                if (missing(one).containsKey(system.name()) || invalid(one).isPresent()) {
                    continue;
                }
                String statement = one.text().apply(time);
                Optional<Timing> timing = attempt(system, one, () -> Optional.of(system.run(statement)));
                timing.ifPresent(known -> {
                    samples.computeIfAbsent(one.name(), name -> new Samples()).add(system.name(), known);
                    rows.computeIfAbsent(one, key -> new LinkedHashMap<>()).put(system, known.rows());
                });
            }
            Duration after = system.processorTime();
            // A process that died took its time with it, and one that was started anew counts from nothing.
            Duration had = after.compareTo(before) < 0 ? after : after.minus(before);
            processorTime.merge(system.name(), had, Duration::plus);
        }
        rows.forEach(this::compareRows);
    }

    private void compareRows(Case one, Map<SystemUnderTest, Long> rows) {
        SystemUnderTest reference = reference(rows).orElseThrow();
        rows.forEach((system, count) -> {
            if (!count.equals(rows.get(reference))) {
                miss(
                        one,
                        system,
                        "%s answers with %d rows, %s with %d"
                                .formatted(reference.name(), rows.get(reference), system.name(), count));
            }
        });
    }

    private void miss(Case one, SystemUnderTest system, String reason) {
        missing.computeIfAbsent(one.name(), name -> new LinkedHashMap<>()).putIfAbsent(system.name(), reason);
    }

    private Map<String, String> missing(Case one) {
        return missing.getOrDefault(one.name(), Map.of());
    }

    private Optional<String> invalid(Case one) {
        Map<String, String> reasons = missing(one);
        @Nullable String ofFirst = reasons.get(systems.get(0).name());
        if (ofFirst != null) {
            return Optional.of(ofFirst);
        }
        boolean isAlone = systems.size() > 1 && reasons.size() == systems.size() - 1;
        return isAlone ? Optional.of(reasons.values().stream().collect(Collectors.joining("; "))) : Optional.empty();
    }

    private interface Work<T> {
        Optional<T> get();
    }

    /** A failure ends the case for this system, not the run. */
    private <T> Optional<T> attempt(SystemUnderTest system, Case one, Work<T> work) {
        try {
            if (!one.schema().equals(schemas.get(system))) {
                system.use(one.schema());
                schemas.put(system, one.schema());
            }
            return work.get();
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            miss(one, system, system.name() + " failed: " + message);
            // It may have lost its session, or ended.
            schemas.remove(system);
            return Optional.empty();
        }
    }
}
