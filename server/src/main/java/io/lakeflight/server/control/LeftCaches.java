package io.lakeflight.server.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data caches of engines that are not defined any more: of a data plane that was removed, has fewer engines or another
 * directory. Nobody would use or bound them. In the home directory nobody else's can be; elsewhere they may be another
 * server's, and stay.
 */
final class LeftCaches {
    private static final Logger log = LoggerFactory.getLogger(LeftCaches.class);

    private LeftCaches() {}

    /** @param home absolute, of this server alone */
    static void delete(Path home, DataPlanesConfig config) {
        Set<Path> used = config.planes().entrySet().stream()
                .flatMap(plane -> directories(home, plane.getKey(), plane.getValue()))
                .collect(Collectors.toSet());
        Stream.concat(
                        Stream.of(DataCacheConfig.DEFAULTS),
                        caches(config.planes().values()))
                .map(cache -> cache.directory(home))
                .distinct()
                .filter(directory -> directory.startsWith(home) && !directory.equals(home))
                .forEach(directory -> deleteUnused(directory, used));
    }

    private static Stream<DataCacheConfig> caches(Collection<DataPlaneConfig> planes) {
        return planes.stream().map(plane -> plane.fastLane().dataCache());
    }

    private static Stream<Path> directories(Path home, String name, DataPlaneConfig plane) {
        Path directory = plane.fastLane().dataCache().directory(home);
        return IntStream.rangeClosed(1, plane.engines())
                .mapToObj(place -> directory.resolve(EngineLauncher.name(name, place)));
    }

    private static void deleteUnused(Path directory, Set<Path> used) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> engines = Files.list(directory)) {
            engines.filter(LeftCaches::isEngines)
                    .filter(engine -> !used.contains(engine))
                    .forEach(LeftCaches::delete);
        } catch (IOException e) {
            log.warn("Data caches in {} cannot be listed: {}", directory, e.getMessage());
        }
    }

    private static boolean isEngines(Path directory) {
        return String.valueOf(directory.getFileName()).startsWith(EngineLauncher.NAME)
                && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }

    private static void delete(Path engine) {
        log.info("Data cache {} is no engine's any more, and is removed", engine);
        Directories.delete(engine);
    }
}
