package io.lakeflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class path of the engine's process, as the build of module {@code engine/spark} left it and the launcher names it. */
public final class EngineClassPath {
    private EngineClassPath() {}

    /** As an option {@code -cp} takes it. */
    public static String find() {
        Path target = projectRoot().resolve("engine/spark/target");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(EngineClassPath::isEngineJar).toList();
            if (jars.size() != 1) {
                throw new IllegalStateException(
                        "Expected one engine jar in %s, found %s; run: mvn -Pquick package".formatted(target, jars));
            }
            return Files.readString(target.resolve("class-path")).strip() + ":" + jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The engine is not built; run: mvn -Pquick package", e);
        }
    }

    /** Where the launcher has engines keep their class archives: the first of a build writes one, for its tests as well. */
    static Path archives() {
        try {
            return Files.createDirectories(projectRoot().resolve("target"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The installation if the launcher tells it, else the project that the working directory is in. */
    static Path projectRoot() {
        String installation = System.getProperty("lakeflight.installation");
        if (installation != null) {
            return Path.of(installation);
        }
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.isDirectory(place.resolve("engine/spark"))) {
                return place;
            }
        }
        throw new IllegalStateException("Not inside the project: " + Path.of("").toAbsolutePath());
    }

    private static boolean isEngineJar(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("lakeflight-engine-spark-")
                && name.endsWith(".jar")
                && !name.endsWith("-tests.jar")
                && !name.endsWith("-sources.jar");
    }
}
