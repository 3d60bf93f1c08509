package io.lakeflight.server.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what engines leave on disk: shuffles, spills, spooled batches. */
final class Directories {
    private static final Logger log = LoggerFactory.getLogger(Directories.class);

    /** Deletes a directory with all it holds; what cannot be deleted stays, and the log says so. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("Directory {} could not be removed: {}", directory, e.getMessage());
        }
    }

    private Directories() {}
}
