package io.lakeflight.server.control;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an engine process is made of.
 *
 * @param path its class path, which is not the server's
 * @param archives where {@link ClassArchive class archives} are kept; empty for none
 */
public record EngineClasses(String path, Optional<Path> archives) {
    /** Without class archives. */
    public static EngineClasses of(String path) {
        return new EngineClasses(path, Optional.empty());
    }
}
