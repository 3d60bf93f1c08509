package io.lakeflight.benchmarks.run;

import io.lakeflight.benchmarks.subject.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of one case, or of a part of it.
 *
 * @param nanos of each system by its name, one for each round (bytes, if the figure is memory); empty if it is void
 * @param invalid why nothing may be concluded: Lakeflight, or each of the others, fails it or answers it differently
 * @param missing why a system has no figure, by its name
 */
public record CaseResult(
        String name,
        Figure figure,
        Map<String, List<Long>> nanos,
        Optional<String> invalid,
        Map<String, String> missing) {
    public CaseResult(String name, Map<String, List<Long>> nanos, Optional<String> invalid) {
        this(name, Figure.TIME, nanos, invalid, Map.of());
    }

    public boolean has(String system) {
        return !nanos.getOrDefault(system, List.of()).isEmpty();
    }
}
