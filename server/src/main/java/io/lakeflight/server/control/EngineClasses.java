package io.lakeflight.server.control;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an engine process is made of.
 *
 * @param path its class path, which is not the server's
 * @param mainClass its program
 * @param archives where {@link ClassArchive class archives} are kept; empty for none
 */
public record EngineClasses(String path, String mainClass, Optional<Path> archives) {
    public static final String MAIN_CLASS = "io.lakeflight.engine.spark.EngineMain";

    /** Without class archives. */
    public static EngineClasses of(String path) {
        return new EngineClasses(path, MAIN_CLASS, Optional.empty());
    }
}
