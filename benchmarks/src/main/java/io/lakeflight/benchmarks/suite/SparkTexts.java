package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts of TPC-H and TPC-DS, which come with Spark's own tests and are kept nowhere else. */
final class SparkTexts {
    private static final int TPCH = 22;
    private static final int TPCDS = 99;

    private SparkTexts() {}

    static List<Case> tpch() {
        return cases("tpch", TPCH, List.of(""));
    }

    /** Some have two variants, a and b. */
    static List<Case> tpcds() {
        return cases("tpcds", TPCDS, List.of("", "a", "b"));
    }

    private static List<Case> cases(String folder, int count, List<String> variants) {
        List<Case> cases = IntStream.rangeClosed(1, count)
                .boxed()
                .flatMap(number -> variants.stream().map(variant -> "q" + number + variant))
                .flatMap(name -> text(folder + "/" + name + ".sql").stream().map(text -> Case.same(name, folder, text)))
                .toList();
        if (cases.size() < count) {
            throw new IllegalStateException(
                    "%s has %d texts (expected: at least %d)".formatted(folder, cases.size(), count));
        }
        return cases;
    }

    private static Optional<String> text(String resource) {
        try (InputStream text = SparkTexts.class.getClassLoader().getResourceAsStream(resource)) {
            return Stream.ofNullable(text).map(SparkTexts::read).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream text) {
        try {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
