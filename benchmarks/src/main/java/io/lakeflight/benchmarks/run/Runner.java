package io.lakeflight.benchmarks.run;

import io.lakeflight.benchmarks.suite.Case;
import io.lakeflight.benchmarks.system.Fingerprint;
import io.lakeflight.benchmarks.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has systems answer the same statements in turn: A B, B A, A B and so on, all cases of a suite each time, so that what
 * slows the machine down for a while slows all of them down. Only one of them works at a time.
 *
 * <p>Answers are compared first. A case that one of them fails or answers differently is not measured.
 */
public final class Runner {
    private final List<SystemUnderTest> systems;
    private final Settings settings;
    private final Progress progress;
    private final Map<String, String> invalid = new HashMap<>();
    private final Map<SystemUnderTest, String> schemas = new HashMap<>();

    /** @param systems at least two, Lakeflight first */
    public Runner(List<SystemUnderTest> systems, Settings settings, Progress progress) {
        this.systems = systems;
        this.settings = settings;
        this.progress = progress;
    }

    public Result run(List<Case> cases) {
        int passes = systems.size() * (1 + settings.warmUps() + settings.rounds());
        progress.begin((long) passes * cases.size());
        compare(cases);
        long time = 1;
        for (int warmUp = 0; warmUp < settings.warmUps(); warmUp++) {
            for (SystemUnderTest system : inTurn(warmUp)) {
                pass("warming up", system, cases, time, new HashMap<>());
            }
            time++;
        }
        Map<String, Map<String, List<Long>>> nanos = new HashMap<>();
        Map<String, Duration> processorTime = new LinkedHashMap<>();
        systems.forEach(system -> processorTime.put(system.name(), Duration.ZERO));
        for (int round = 0; round < settings.rounds(); round++) {
            for (SystemUnderTest system : inTurn(round)) {
                Duration before = system.processorTime();
                pass("measuring", system, cases, time, nanos);
                processorTime.merge(system.name(), system.processorTime().minus(before), Duration::plus);
            }
            time++;
        }
        progress.end();
        return new Result(
                systems.stream().map(SystemUnderTest::name).toList(),
                cases.stream().map(one -> result(one, nanos)).toList(),
                processorTime);
    }

    private CaseResult result(Case one, Map<String, Map<String, List<Long>>> nanos) {
        Optional<String> reason = Optional.ofNullable(invalid.get(one.name()));
        return new CaseResult(
                one.name(), reason.isPresent() ? Map.of() : nanos.getOrDefault(one.name(), Map.of()), reason);
    }

    private List<SystemUnderTest> inTurn(int round) {
        List<SystemUnderTest> order = new ArrayList<>(systems);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void compare(List<Case> cases) {
        for (Case one : cases) {
            Fingerprint expected = null;
            for (SystemUnderTest system : systems) {
                progress.step("comparing", system.name(), one.name());
                Optional<Fingerprint> answer =
                        attempt(system, one, () -> system.fingerprint(one.text().apply(0)));
                if (expected != null && answer.isPresent() && !expected.equals(answer.get())) {
                    invalid.putIfAbsent(one.name(), difference(system, expected, answer.get()));
                }
                expected = expected == null ? answer.orElse(null) : expected;
            }
        }
    }

    private String difference(SystemUnderTest system, Fingerprint expected, Fingerprint other) {
        return "%s and %s answer differently: %s, %s".formatted(systems.get(0).name(), system.name(), expected, other);
    }

    /** Each case once, by one system. */
    private void pass(
            String phase,
            SystemUnderTest system,
            List<Case> cases,
            long time,
            Map<String, Map<String, List<Long>>> nanos) {
        for (Case one : cases) {
            progress.step(phase, system.name(), one.name());
            if (invalid.containsKey(one.name())) {
                continue;
            }
            String statement = one.text().apply(time);
            attempt(system, one, () -> Optional.of(system.run(statement)))
                    .ifPresent(timing -> nanos.computeIfAbsent(one.name(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(system.name(), name -> new ArrayList<>())
                            .add(timing.nanos()));
        }
    }

    private interface Work<T> {
        Optional<T> get();
    }

    /** A failure ends the case, not the run. */
    private <T> Optional<T> attempt(SystemUnderTest system, Case one, Work<T> work) {
        try {
            @Nullable String before = schemas.put(system, one.schema());
            if (!one.schema().equals(before)) {
                system.use(one.schema());
            }
            return work.get();
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            invalid.putIfAbsent(one.name(), system.name() + " failed: " + message);
            return Optional.empty();
        }
    }
}
