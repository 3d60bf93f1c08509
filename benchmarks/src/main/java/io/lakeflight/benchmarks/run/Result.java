package io.lakeflight.benchmarks.run;

import io.lakeflight.benchmarks.subject.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A run of a suite.
 *
 * @param systems their names, Lakeflight's first
 * @param processorTime what each system's processes had of the processors in all rounds together
 */
public record Result(List<String> systems, List<CaseResult> cases, Map<String, Duration> processorTime) {
    /** The cases that something may be concluded from. */
    public List<CaseResult> valid() {
        return cases.stream().filter(result -> result.invalid().isEmpty()).toList();
    }

    /** Whether each system has a figure of each case. */
    public boolean isWhole() {
        return cases.stream()
                .allMatch(one -> one.invalid().isEmpty() && one.missing().isEmpty());
    }

    /** Those that may be summed up: of which every system has figures that has any. */
    public List<CaseResult> common() {
        List<CaseResult> times =
                valid().stream().filter(one -> one.figure() == Figure.TIME).toList();
        List<String> answering = systems.stream()
                .filter(system -> times.stream().anyMatch(one -> one.has(system)))
                .toList();
        return times.stream()
                .filter(one -> answering.stream().allMatch(one::has))
                .toList();
    }
}
