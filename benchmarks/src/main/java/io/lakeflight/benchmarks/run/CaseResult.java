package io.lakeflight.benchmarks.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of one case.
 *
 * @param nanos of each system by its name, one for each round; empty if it is void
 * @param invalid why nothing may be concluded: an answer that failed, or differs from the others'
 */
public record CaseResult(String name, Map<String, List<Long>> nanos, Optional<String> invalid) {}
