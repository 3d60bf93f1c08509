package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What plans of the same text are compared by, which have nothing else in common: the tables that it reads. */
final class TablesRead {
    private static final Pattern RELATION = Pattern.compile("RelationV2\\[[^\\]]*] ([\\w.]+)");

    private TablesRead() {}

    /** @param names as a text has them, in their parts */
    static Answer named(Stream<List<String>> names, String schema) {
        List<String> current = List.of("lake", schema);
        return answer(names.map(parts ->
                        Stream.concat(current.subList(0, Math.max(0, 3 - parts.size())).stream(), parts.stream()))
                .map(parts -> String.join(".", parts.toList())));
    }

    /** @param plan as Spark explains it */
    static Answer explained(String plan) {
        return answer(RELATION.matcher(plan).results().map((MatchResult relation) -> relation.group(1)));
    }

    private static Answer answer(Stream<String> names) {
        List<List<String>> tables = names.map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .map(List::of)
                .toList();
        return new Answer(List.of("table"), List.of("string"), tables);
    }
}
