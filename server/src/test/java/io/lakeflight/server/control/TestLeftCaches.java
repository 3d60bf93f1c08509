package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data caches of engines that are gone for good go with them, and nobody else's do. */
class TestLeftCaches {
    @TempDir
    private Path directory;

    private Path home;
    private Path elsewhere;

    @BeforeEach
    void writeCaches() throws IOException {
        home = directory.resolve("home");
        elsewhere = directory.resolve("elsewhere");
        for (String engine : List.of("engine-a", "engine-a.2", "engine-a.3", "engine-b", "engine-removed", "others")) {
            for (Path place : List.of(home.resolve("data-cache"), home.resolve("kept"), elsewhere)) {
                Path file = place.resolve(engine).resolve("file");
                Files.createDirectories(file.getParent());
                Files.writeString(file, engine);
            }
        }
        Files.writeString(home.resolve("data-cache").resolve("engine-notes"), "a file of somebody's");
        Files.createSymbolicLink(home.resolve("data-cache").resolve("engine-link"), elsewhere);
    }

    private static DataPlaneConfig plane(int engines, String cache) {
        DataPlaneConfig plane = DataPlaneConfig.DEFAULTS.with(
                FastLaneConfig.DEFAULTS.with(new DataCacheConfig(1, cache, 1, 1, List.of())));
        return new DataPlaneConfig(
                plane.start(),
                engines,
                plane.master(),
                plane.memory(),
                plane.timeouts(),
                plane.purpose(),
                plane.warmUp(),
                plane.sparkConf(),
                plane.fastLane());
    }

    private static List<String> names(Path place) throws IOException {
        try (Stream<Path> left = Files.list(place)) {
            return left.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void onlyThoseOfDefinedEnginesStay() throws IOException {
        Map<String, DataPlaneConfig> planes = new LinkedHashMap<>();
        planes.put("a", plane(2, "data-cache"));
        planes.put("b", plane(1, "kept"));
        planes.put("c", plane(1, elsewhere.toString()));

        LeftCaches.delete(home, new DataPlanesConfig(planes, "a"));

        assertThat(names(home.resolve("data-cache")))
                .containsExactly("engine-a", "engine-a.2", "engine-link", "engine-notes", "others");
        assertThat(names(home.resolve("kept"))).containsExactly("engine-b", "others");
        assertThat(names(elsewhere)).hasSize(6);
        assertThat(home.resolve("data-cache").resolve("engine-a.2").resolve("file"))
                .hasContent("engine-a.2");
    }

    @Test
    void nothingToDeleteIsNoError() {
        LeftCaches.delete(directory.resolve("none"), DataPlanesConfig.DEFAULTS);

        assertThat(directory.resolve("none")).doesNotExist();
    }
}
