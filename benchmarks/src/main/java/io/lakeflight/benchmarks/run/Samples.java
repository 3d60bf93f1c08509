package io.lakeflight.benchmarks.run;

import io.lakeflight.benchmarks.subject.Figure;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Part;
import io.lakeflight.benchmarks.subject.SystemUnderTest.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of one case as they come. */
final class Samples {
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private record Figures(Figure figure, Map<String, List<Long>> bySystem) {}

    void add(String system, Timing timing) {
        add("", Figure.TIME, system, timing.nanos());
        for (Part part : timing.parts()) {
            add(": " + part.name(), part.figure(), system, part.value());
        }
    }

    private void add(String part, Figure figure, String system, long value) {
        figures.computeIfAbsent(part, name -> new Figures(figure, new LinkedHashMap<>()))
                .bySystem()
                .computeIfAbsent(system, name -> new ArrayList<>())
                .add(value);
    }

    /** The case and then its parts, without the figures of systems that are missing. */
    List<CaseResult> results(String name, Map<String, String> missing, Optional<String> invalid) {
        if (invalid.isPresent() || figures.isEmpty()) {
            return List.of(new CaseResult(name, Figure.TIME, Map.of(), invalid, missing));
        }
        return figures.entrySet().stream()
                .map(part -> {
                    Map<String, List<Long>> left =
                            new LinkedHashMap<>(part.getValue().bySystem());
                    left.keySet().removeAll(missing.keySet());
                    Map<String, String> told = part.getKey().isEmpty() ? missing : Map.of();
                    return new CaseResult(name + part.getKey(), part.getValue().figure(), left, Optional.empty(), told);
                })
                .toList();
    }
}
