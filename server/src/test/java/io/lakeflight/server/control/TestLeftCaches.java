package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data caches of engines that are gone for good go with them, and nobody else's do. */
class TestLeftCaches {
    private static final String FILE = "0a".repeat(32) + "-4.parquet";

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
                writeCache(place.resolve(engine));
            }
        }
        Files.writeString(home.resolve("data-cache").resolve("engine-notes"), "a file of somebody's");
        Files.createSymbolicLink(home.resolve("data-cache").resolve("engine-link"), elsewhere);
    }

    private static void writeCache(Path engine) throws IOException {
        Files.createDirectories(engine);
        Files.createFile(engine.resolve("lock"));
        Files.writeString(engine.resolve(FILE), "rows");
        Files.writeString(engine.resolve(FILE + "." + UUID.randomUUID()), "ro");
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
        assertThat(home.resolve("data-cache").resolve("engine-a.2").resolve(FILE))
                .hasContent("rows");
    }

    @Test
    void linkOutOfTheHomeDirectoryIsNotFollowed() throws IOException {
        Files.createSymbolicLink(home.resolve("linked"), elsewhere);

        LeftCaches.delete(home, new DataPlanesConfig(Map.of("a", plane(1, "linked")), "a"));

        assertThat(names(elsewhere)).hasSize(6);
    }

    @Test
    void cacheThatIsUsedByAnotherNameStays() throws IOException {
        Files.createSymbolicLink(home.resolve("linked"), home.resolve("data-cache"));

        LeftCaches.delete(home, new DataPlanesConfig(Map.of("removed", plane(1, "linked")), "removed"));

        assertThat(names(home.resolve("data-cache")))
                .containsExactly("engine-link", "engine-notes", "engine-removed", "others");
    }

    @Test
    void cacheWithAUsedOneInItStays() throws IOException {
        LeftCaches.delete(home, new DataPlanesConfig(Map.of("a", plane(1, "data-cache/engine-b")), "a"));

        assertThat(names(home.resolve("data-cache"))).contains("engine-b");
    }

    @Test
    void homeDirectoryMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), home);

        LeftCaches.delete(link, new DataPlanesConfig(Map.of("a", plane(1, "data-cache")), "a"));

        assertThat(names(home.resolve("data-cache")))
                .containsExactly("engine-a", "engine-link", "engine-notes", "others");
    }

    @Test
    void directoriesOfUsersStay() throws IOException {
        Path without = home.resolve("data-cache").resolve("engine-drawings");
        Files.createDirectories(without);
        Files.writeString(without.resolve("piston"), "of a user");
        Path withLock = home.resolve("data-cache").resolve("engine-sounds");
        writeCache(withLock);
        Files.writeString(withLock.resolve("horn"), "of a user");

        LeftCaches.delete(home, new DataPlanesConfig(Map.of("a", plane(1, "data-cache")), "a"));

        assertThat(without.resolve("piston")).exists();
        assertThat(names(withLock)).hasSize(4);
    }

    @Test
    void cacheOfAnEngineThatRunsStays() throws IOException {
        Path engine = home.resolve("data-cache").resolve("engine-removed");
        try (FileChannel channel = FileChannel.open(engine.resolve("lock"), StandardOpenOption.WRITE)) {
            channel.lock();

            LeftCaches.delete(home, new DataPlanesConfig(Map.of("a", plane(1, "data-cache")), "a"));

            assertThat(names(engine)).hasSize(3);
        }
        LeftCaches.delete(home, new DataPlanesConfig(Map.of("a", plane(1, "data-cache")), "a"));

        assertThat(engine).doesNotExist();
    }

    @Test
    void nothingToDeleteIsNoError() {
        LeftCaches.delete(directory.resolve("none"), DataPlanesConfig.DEFAULTS);

        assertThat(directory.resolve("none")).doesNotExist();
    }
}
