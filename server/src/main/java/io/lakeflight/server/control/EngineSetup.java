package io.lakeflight.server.control;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the engines of all data planes are started with.
 *
 * @param catalogVersions the catalogs there are, as statements name them to engines
 * @param catalogConf the Spark properties that name the catalogs; they win over a plane's own
 * @param differences where is kept what they find out about their fast lanes
 */
record EngineSetup(
        EngineClasses classes,
        ClassArchive archive,
        Path home,
        Map<String, String> catalogConf,
        Supplier<Map<String, String>> catalogVersions,
        EngineFence fence,
        LaneDifferences differences,
        BufferAllocator allocator) {
    EngineSetup {
        home = home.toAbsolutePath();
        catalogConf = Map.copyOf(catalogConf);
    }

    /** Where engines work, each in a directory of its own. */
    Path engineDirectories() {
        return home.resolve("engines");
    }
}
