package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map must not rot: what ARCHITECTURE.md names exists. */
class TestArchitectureDocument {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]*[a-z][A-Za-z]*)`");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    @Test
    void everyTypeItNamesExists() throws IOException {
        assertThat(namesIn(ROOT.resolve("ARCHITECTURE.md"), TYPE)).isNotEmpty().isSubsetOf(typesInSource());
    }

    @Test
    void everyModuleIsNamed() throws IOException {
        String document = Files.readString(ROOT.resolve("ARCHITECTURE.md"));

        assertThat(namesIn(ROOT.resolve("pom.xml"), MODULE)).isNotEmpty().allSatisfy(module -> assertThat(document)
                .contains("`" + module + "`"));
    }

    private static Set<String> namesIn(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> typesInSource() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
