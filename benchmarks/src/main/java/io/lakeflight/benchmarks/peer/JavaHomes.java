package io.lakeflight.benchmarks.peer;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs that are installed beside the one that runs this. */
final class JavaHomes {
    private JavaHomes() {}

    /**
     * The oldest that is new enough.
     *
     * @param parent where JDKs are, each in a directory of its own
     */
    static Optional<Path> find(Path parent, int atLeast) {
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> homes = children.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .toList();
            return homes.stream()
                    .filter(home -> version(home) >= atLeast)
                    .min(Comparator.comparingInt(JavaHomes::version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 0 if nothing tells. */
    private static int version(Path home) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return 0;
        }
        String digits = release.getProperty("JAVA_VERSION", "0").replaceAll("\"|[.\\-+].*", "");
        return digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
    }
}
