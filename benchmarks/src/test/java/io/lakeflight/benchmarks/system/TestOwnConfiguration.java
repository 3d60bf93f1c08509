package io.lakeflight.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.config.ConfigLoader;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.EngineClasses;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOwnConfiguration {
    @Test
    void serverIsConfiguredAsItIsTold(@TempDir Path home) throws Exception {
        Path file = OwnConfiguration.write(home, new Share(3, "2g"));

        ServerConfig config = ConfigLoader.load(
                file, Map.of(), home, new EngineClasses("", EngineClasses.MAIN_CLASS, Optional.empty()));
        DataPlaneConfig plane =
                config.dataPlanes().planes().get(config.dataPlanes().defaultPlane());
        assertThat(plane.master()).isEqualTo("local[3]");
        assertThat(plane.memory()).isEqualTo("2g");
        assertThat(plane.fastLane()).isEqualTo(DataPlaneConfig.DEFAULTS.fastLane());
        assertThat(file.getParent().toFile().list()).containsExactly("lakeflight.yaml");
        assertThat(OwnConfiguration.words(new Share(3, "2g"))).contains("3 cores, heap 2g and 1GiB for DuckDB");
    }
}
