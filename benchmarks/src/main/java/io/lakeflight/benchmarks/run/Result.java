package io.lakeflight.benchmarks.run;

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
}
