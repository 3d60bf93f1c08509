package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Statements of several clients at once: each takes the next one as soon as it has all rows of its last one.
 *
 * @param heavy is run all the while besides
 */
public record Burst(int clients, Optional<String> heavy, List<String> statements) {
    /** No statement of SQL has it. */
    private static final String BETWEEN = "\u001e";

    public Burst {
        statements = List.copyOf(statements);
        if (clients < 1 || statements.isEmpty()) {
            throw new IllegalArgumentException("%d clients with %d statements".formatted(clients, statements.size()));
        }
    }

    /** What it is compared by: for each statement a fingerprint of what that is answered. */
    static Answer answer(Map<String, Answer> answers) {
        List<List<String>> rows = answers.entrySet().stream()
                .map(one -> List.of(one.getKey(), one.getValue().fingerprint().toString()))
                .toList();
        return new Answer(List.of("statement", "answer"), List.of("string", "string"), rows);
    }

    /**
     * What is answered to the same statement again.
     *
     * @throws IllegalStateException if the answers differ: one of them is wrong, whichever it is compared with
     */
    static Answer same(Answer answer, Answer again) {
        Fingerprint first = answer.fingerprint();
        Fingerprint second = again.fingerprint();
        if (!first.equals(second)) {
            throw new IllegalStateException(
                    "two answers to the same statement differ: %s and %s".formatted(first, second));
        }
        return answer;
    }

    /** As one text, as suites have it. */
    public String text() {
        return Stream.concat(Stream.of(String.valueOf(clients), heavy.orElse("")), statements.stream())
                .collect(Collectors.joining(BETWEEN));
    }

    static Burst of(String text) {
        List<String> parts = List.of(text.split(BETWEEN, -1));
        return new Burst(
                Integer.parseInt(parts.get(0)),
                Optional.of(parts.get(1)).filter(heavy -> !heavy.isEmpty()),
                parts.subList(2, parts.size()));
    }
}
