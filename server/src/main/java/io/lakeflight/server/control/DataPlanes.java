package io.lakeflight.server.control;

import io.lakeflight.server.control.DataPlaneConfig.Start;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/** The data planes of this server, by name. */
public final class DataPlanes implements AutoCloseable {
    private final Map<String, DataPlane> planes = new LinkedHashMap<>();
    private final DataPlanesConfig config;
    private final EngineSetup setup;

    /**
     * @param catalogConf the Spark properties that name the catalogs; they win over the planes' own
     * @param catalogVersions the catalogs there are, as statements name them to engines
     */
    public DataPlanes(
            DataPlanesConfig config,
            EngineClasses classes,
            Path home,
            Map<String, String> catalogConf,
            Supplier<Map<String, String>> catalogVersions,
            EngineFence fence,
            LaneDifferences differences,
            BufferAllocator allocator) {
        this.setup = new EngineSetup(
                classes, new ClassArchive(classes), home, catalogConf, catalogVersions, fence, differences, allocator);
        this.config = config;
        config.planes().forEach((name, plane) -> planes.put(name, new DataPlane(name, plane, setup)));
    }

    /** Starts the engines that are not started on demand. */
    public void start() {
        // A server that was killed could not clean up after its engines.
        Directories.delete(setup.engineDirectories());
        LeftCaches.delete(setup.home(), config);
        planes.values().forEach(DataPlane::start);
    }

    public Optional<DataPlane> find(String name) {
        return Optional.ofNullable(planes.get(name));
    }

    /** In the order of the configuration. */
    public Collection<DataPlane> all() {
        return List.copyOf(planes.values());
    }

    public List<String> names() {
        return List.copyOf(planes.keySet());
    }

    /** Where statements go that nothing sends elsewhere. */
    public String defaultPlane() {
        return config.defaultPlane();
    }

    /** The engine of that id, if it is ready now; for cancelling and closing, which start nothing. */
    public Optional<Engine> engine(String engineId) {
        return planes.values().stream()
                .flatMap(plane -> plane.engine(engineId).stream())
                .findFirst();
    }

    /** All that are ready now. */
    public List<Engine> engines() {
        return planes.values().stream()
                .flatMap(plane -> plane.engines().stream())
                .toList();
    }

    /** Whether every plane has an engine that does not start them on demand. */
    public boolean areReady() {
        return eager().stream().allMatch(DataPlane::isReady);
    }

    /** Waits until {@link #areReady}; fails with the reason if a plane has none within its start timeout. */
    public void awaitReady() {
        awaitReady(new CompletableFuture<>());
    }

    /** As above; fails as well when the wait is given up. */
    public void awaitReady(CompletableFuture<Void> givenUp) {
        eager().forEach(plane -> plane.use(EngineWish.none(), givenUp).close());
    }

    private List<DataPlane> eager() {
        return planes.values().stream()
                .filter(plane -> plane.config().start() == Start.EAGER)
                .toList();
    }

    public List<ProcessHandle> processes() {
        return planes.values().stream()
                .flatMap(plane -> plane.processes().stream())
                .toList();
    }

    /** Stops the engines; statements that still run on them fail. */
    @Override
    public void close() throws InterruptedException {
        setup.archive().close();
        planes.values().forEach(DataPlane::stop);
        for (DataPlane plane : planes.values()) {
            plane.close();
        }
    }
}
