package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.server.Server;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.catalogs.CatalogsConfig;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.flight.FlightConfig;
import io.lakeflight.server.http.HttpConfig;
import io.lakeflight.server.maintenance.MaintenanceConfig;
import io.lakeflight.server.query.HistoryConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.SessionConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A server that cannot start says why, and leaves no process behind. */
@Timeout(60)
@Isolated("it counts the processes that this one has started")
final class ITServerStart {
    @TempDir
    private Path directory;

    @Test
    void flightPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertStartFails(config(directory.resolve("home"), taken.getLocalPort(), 0), "" + taken.getLocalPort());
        }
    }

    @Test
    void httpPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertStartFails(config(directory.resolve("home"), 0, taken.getLocalPort()), "" + taken.getLocalPort());
        }
    }

    @Test
    void homeThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertStartFails(
                config(file.resolve("home"), 0, 0), file.resolve("home").toString());
    }

    private static void assertStartFails(ServerConfig config, String culprit) {
        // Some of another class may still be about to end.
        Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());

        assertThatThrownBy(() -> Server.start(config).close()).hasMessageContaining(culprit);

        Eventually.eventually(Duration.ofSeconds(10), () -> assertThat(
                        ProcessHandle.current().descendants().filter(process -> !before.contains(process)))
                .isEmpty());
    }

    private static ServerConfig config(Path home, int flightPort, int httpPort) {
        return new ServerConfig(
                home,
                EngineClasses.of(EngineClassPath.find()),
                new FlightConfig("127.0.0.1", flightPort),
                new HttpConfig("127.0.0.1", httpPort),
                CatalogsConfig.DEFAULTS,
                CacheConfig.DEFAULTS,
                DataPlanesConfig.DEFAULTS,
                RoutingConfig.of(home.resolve(RoutingConfig.RULES)),
                LimitsConfig.DEFAULTS,
                SessionConfig.DEFAULTS,
                HistoryConfig.DEFAULTS,
                MaintenanceConfig.DEFAULTS,
                StatisticsConfig.DEFAULTS);
    }
}
