package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.query.QueryState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine whose process lives but does nothing, as when its memory is swapped out or its storage hangs. */
@OnOwnCluster
@Timeout(120)
final class ITSilentEngine {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);
    private static final String HEAVY_UPDATE = "CREATE TABLE lake.default.heavy AS " + HeavyQuery.TEXT;

    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        LimitsConfig limits = LimitsConfig.DEFAULTS;
        cluster = TestingCluster.builder()
                .limits(new LimitsConfig(
                        limits.maxStatementBytes(),
                        limits.maxStatementDepth(),
                        limits.maxParameterBytes(),
                        limits.maxHeldBytes(),
                        limits.maxRunningStatements(),
                        limits.maxJoinedRows(),
                        STATEMENT_TIMEOUT))
                .dataPlanes(DataPlanesConfig.DEFAULTS.with(
                        "interactive",
                        new DataPlaneConfig(
                                Start.EAGER,
                                1,
                                "local[*]",
                                "2g",
                                new Timeouts(Duration.ofMinutes(2), Duration.ofSeconds(14), Duration.ofMinutes(10)),
                                Purpose.ANY,
                                List.of(),
                                Map.of())))
                .start();
        // So that the statements below do not spend their time on a first analysis.
        cluster.query(SmallQuery.TEXT);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void cancelIsRepeatedUntilTheEngineHears() throws Exception {
        EngineProcess engine = EngineProcess.of(cluster);
        CompletableFuture<Long> update = heavyUpdate();

        engine.pause();
        try {
            // The first cancel is lost: it is given five seconds after the deadline.
            TimeUnit.SECONDS.sleep(STATEMENT_TIMEOUT.toSeconds() + 6);
        } finally {
            engine.resume();
        }

        assertThatThrownBy(() -> update.get(10, TimeUnit.SECONDS)).cause().satisfies(Failure.of("TIMED_OUT"));
        eventually(Duration.ofSeconds(5), () -> {
            assertThat(cluster.server().runningStatements()).isZero();
            assertThat(engine.busyProcessors()).as(engine::busyThreads).isLessThan(0.5);
        });
        assertThat(EngineProcess.of(cluster).pid()).isEqualTo(engine.pid());
    }

    @Test
    void engineThatStaysSilentIsReplaced() throws Exception {
        EngineProcess engine = EngineProcess.of(cluster);
        CompletableFuture<Long> update = heavyUpdate();

        engine.pause();

        assertThatThrownBy(() -> update.get(40, TimeUnit.SECONDS)).cause().satisfies(Failure.of("TIMED_OUT"));
        // A statement waits for the next engine, but no longer than the timeout of this test, which is shorter.
        cluster.server().awaitReady();
        assertThat(cluster.query(SmallQuery.TEXT).value()).isEqualTo(1);
        assertThat(cluster.query("SHOW TABLES IN lake.default").rows()).isEmpty();
        assertThat(EngineProcess.of(cluster).pid()).isNotEqualTo(engine.pid());
    }

    private static CompletableFuture<Long> heavyUpdate() {
        CompletableFuture<Long> update = CompletableFuture.supplyAsync(() -> cluster.update(HEAVY_UPDATE));
        EngineProcess engine = EngineProcess.of(cluster);
        eventually(STATEMENT_TIMEOUT, () -> {
            assertThat(cluster.server().runningStatements(QueryState.RUNNING)).isEqualTo(1);
            // More is not to be had where others keep the processors busy.
            assertThat(engine.busyProcessors()).isGreaterThan(0.4);
        });
        return update;
    }
}
