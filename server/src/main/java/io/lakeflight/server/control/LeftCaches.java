package io.lakeflight.server.control;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * server's, and stay. So does what is no cache, or still has a process that uses it.
 */
final class LeftCaches {
    private static final Logger log = LoggerFactory.getLogger(LeftCaches.class);

    private LeftCaches() {}

    /** @param home absolute, of this server alone */
    static void delete(Path home, DataPlanesConfig config) {
        Set<Path> used = config.planes().entrySet().stream()
                .flatMap(plane -> directories(home, plane.getKey(), plane.getValue()))
                .map(LeftCaches::real)
                .collect(Collectors.toSet());
        Path realHome = real(home);
        Stream.concat(
                        Stream.of(DataCacheConfig.DEFAULTS),
                        caches(config.planes().values()))
                .map(cache -> real(cache.directory(home)))
                .distinct()
                // A link in the home directory may lead out of it.
                .filter(directory -> directory.startsWith(realHome) && !directory.equals(realHome))
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

    /** Without links, as far as it is there. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static void deleteUnused(Path directory, Set<Path> used) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> engines = Files.list(directory)) {
            engines.filter(LeftCaches::isEngines)
                    .filter(engine -> used.stream().noneMatch(path -> path.startsWith(engine)))
                    .forEach(LeftCache::delete);
        } catch (IOException | UncheckedIOException e) {
            log.warn("Data caches in {} cannot be listed: {}", directory, e.getMessage());
        }
    }

    private static boolean isEngines(Path directory) {
        return String.valueOf(directory.getFileName()).startsWith(EngineLauncher.NAME)
                && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }
}
