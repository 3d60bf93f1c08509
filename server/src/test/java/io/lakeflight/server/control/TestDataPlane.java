package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data plane over real processes that are quick to start. */
@Timeout(60)
class TestDataPlane {
    private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

    private final RootAllocator allocator = new RootAllocator();
    private final EngineFence fence = new EngineFence();

    @TempDir
    private Path home;

    private ControlDatabase database;
    private DataPlane plane;

    @BeforeEach
    void start() {
        database = ControlDatabase.open(home);
        open(config(Start.EAGER, 1, Duration.ofMinutes(1), List.of(), Map.of()));
    }

    @AfterEach
    void stop() throws Exception {
        plane.close();
        database.close();
        assertThat(children()).isEmpty();
        assertThat(engineDirectories()).isEmpty();
        allocator.close();
    }

    @Test
    void engineThatDiesIsReplaced() throws Exception {
        String first = idOfEngine();
        ProcessHandle process = plane.processes().get(0);

        process.destroyForcibly();
        process.onExit().get();

        assertThat(plane.isGone(first)).isTrue();
        assertThat(idOfEngine()).isNotEqualTo(first);
    }

    @Test
    void heartbeatTellsWhatTheFastLaneIsLeftWith() throws Exception {
        idOfEngine();
        Engine engine = plane.engines().get(0);

        assertThat(engine.beat()).isTrue();
        assertThat(engine.fastLaneLeft()).isEqualTo(TestingEngineMain.LEFT);
        assertThat(engine.hotColumnsBytes()).isEqualTo(TestingEngineMain.HOT_BYTES);
    }

    @Test
    void startThatFailsTellsWhy() throws Exception {
        reopen(Start.EAGER, Duration.ofMinutes(1), TestingEngineMain.DIES_AT_ONCE);

        assertThatThrownBy(this::idOfEngine)
                .satisfies(hasCode(ErrorCode.ENGINE_UNAVAILABLE))
                .hasMessageContaining("Data plane \"fast\" has no engine ready")
                .hasMessageContaining("the process ended before it was ready");
    }

    @Test
    void engineOfAnotherProtocolIsRefusedAndEnded() throws Exception {
        reopen(Start.EAGER, Duration.ofMinutes(1), TestingEngineMain.SPEAKS_ANOTHER_PROTOCOL);

        assertThatThrownBy(this::idOfEngine).hasMessageContaining("speaks protocol version");
        assertThat(children()).isEmpty();
        assertThat(engineDirectories()).isEmpty();
    }

    @Test
    void engineThatNamesNoPortFailsAtOnce() throws Exception {
        reopen(Start.EAGER, Duration.ofMinutes(1), TestingEngineMain.NAMES_NO_PORT);

        assertThatThrownBy(this::idOfEngine).satisfies(hasCode(ErrorCode.ENGINE_UNAVAILABLE));
    }

    @Test
    void waitEndsWithTheStartTimeout() throws Exception {
        reopen(Start.EAGER, Duration.ofSeconds(1), TestingEngineMain.IS_NEVER_READY);

        assertThatThrownBy(this::idOfEngine).satisfies(hasCode(ErrorCode.ENGINE_UNAVAILABLE));
    }

    @Test
    void waitEndsWithItsStatement() throws Exception {
        reopen(Start.EAGER, Duration.ofMinutes(1), TestingEngineMain.IS_NEVER_READY);
        CompletableFuture<Void> canceled = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<EngineUse> first =
                CompletableFuture.supplyAsync(() -> plane.use(EngineWish.none(), canceled));
        CompletableFuture<EngineUse> second = CompletableFuture.supplyAsync(() -> plane.use(EngineWish.none(), ended));

        canceled.completeExceptionally(new QueryException(ErrorCode.TIMED_OUT, "too long"));
        ended.complete(null);

        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).cause().satisfies(hasCode(ErrorCode.TIMED_OUT));
        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).cause().satisfies(hasCode(ErrorCode.CANCELED));
    }

    @Test
    void shutdownEndsAStartAndThoseWhoWaitForIt() throws Exception {
        reopen(Start.EAGER, Duration.ofMinutes(1), TestingEngineMain.IS_NEVER_READY);
        CompletableFuture<EngineUse> waiting = CompletableFuture.supplyAsync(() -> plane.use(EngineWish.none(), NEVER));
        await(() -> !children().isEmpty());

        long begun = System.nanoTime();
        plane.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).cause().satisfies(hasCode(ErrorCode.SHUTTING_DOWN));
        assertThatThrownBy(this::idOfEngine).satisfies(hasCode(ErrorCode.SHUTTING_DOWN));
    }

    @Test
    void engineOnDemandIsThereWhileItIsNeeded() throws Exception {
        reopen(Start.ON_DEMAND, Duration.ofMinutes(1), Map.of());
        assertThat(plane.processes()).isEmpty();
        String first;
        try (EngineUse use = plane.use(EngineWish.none(), NEVER)) {
            first = use.engine().id();
            use.engine().hold("session", true);
        }
        // Longer than the idle timeout, and than it takes to look for it.
        assertThat(plane.processes()
                        .get(0)
                        .onExit()
                        .completeOnTimeout(null, 7, TimeUnit.SECONDS)
                        .get())
                .isNull();

        plane.engine(first).orElseThrow().hold("session", false);

        await(() -> plane.processes().isEmpty());
        assertThat(idOfEngine()).isNotEqualTo(first);
    }

    @Test
    void whoeverAsksForTheEndOfAProcessGetsTheSameFuture() throws Exception {
        try (EngineUse use = plane.use(EngineWish.none(), NEVER)) {
            EngineProcess process = use.engine().process();
            assertThat(process.onExit()).isSameAs(process.onExit());
        }
    }

    @Test
    void statementsAreSharedOutAmongEngines() throws Exception {
        openTwo();
        List<EngineUse> uses = use(4, EngineWish.none());

        assertThat(loads()).containsExactly(2, 2);
        assertThat(plane.statements()).isEqualTo(4);

        uses.forEach(EngineUse::close);
        assertThat(loads()).containsExactly(0, 0);
    }

    @Test
    void sessionsThatComeOneAfterTheOtherAreSharedOutToo() throws Exception {
        openTwo();

        assertThat(idOfEngine()).isNotEqualTo(idOfEngine());
    }

    @Test
    void engineOfASessionIsKeptUntilItIsClearlyBusier() throws Exception {
        openTwo();
        String id = idOfEngine();
        EngineWish wish = new EngineWish(Optional.empty(), Optional.of(id));

        List<EngineUse> uses = use(3, wish);
        assertThat(uses.subList(0, 2)).extracting(use -> use.engine().id()).containsOnly(id);
        assertThat(uses.get(2).engine().id()).isNotEqualTo(id);

        uses.forEach(EngineUse::close);
    }

    @Test
    void sessionStaysWhereItIsBoundHoweverBusyThatIs() throws Exception {
        openTwo();
        String id = idOfEngine();
        EngineWish wish = new EngineWish(Optional.of(id), Optional.empty());

        List<EngineUse> uses = use(5, wish);

        assertThat(uses).extracting(use -> use.engine().id()).containsOnly(id);
        assertThat(plane.choice(wish).orElseThrow().explanation())
                .isEqualTo("the session's state is there, of 2 ready; 5 statements at work there");
        uses.forEach(EngineUse::close);
    }

    @Test
    void engineThatDiesIsReplacedAlone() throws Exception {
        openTwo();
        Engine first = plane.engines().get(0);
        Engine second = plane.engines().get(1);

        try (EngineUse bound = plane.use(new EngineWish(Optional.of(second.id()), Optional.empty()), NEVER)) {
            first.shutOut();

            assertThat(bound.engine().isAnswering()).isTrue();
            assertThat(use(1, new EngineWish(Optional.of(first.id()), Optional.empty())))
                    .allSatisfy(use -> {
                        assertThat(use.engine()).isSameAs(second);
                        use.close();
                    });
            await(() -> plane.engines().size() == 2 && !plane.engines().contains(first));
            assertThat(plane.engines()).contains(second);
        }
    }

    @Test
    void eachEngineHasALogOfItsOwn() throws Exception {
        openTwo();

        for (String log : List.of("engine-fast.log", "engine-fast.2.log")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("logs").resolve(log))))
                    .as(log)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void queriesRunBeforeAnEngineIsUsedAndNothingElseDoes() throws Exception {
        openWarm(Duration.ofMinutes(1), "SELECT 1", TestingEngineMain.FAILING, "CREATE TABLE t (id INT)", "SELECT 2");

        idOfEngine();

        assertThat(Files.readAllLines(home.resolve("logs").resolve("engine-fast.log")))
                .filteredOn(line -> line.startsWith("ran "))
                .containsExactly("ran SELECT 1", "ran SELECT failing", "ran SELECT 2");
    }

    @Test
    void warmUpThatDoesNotEndIsGivenUp() throws Exception {
        openWarm(Duration.ofSeconds(8), TestingEngineMain.ENDLESS, "SELECT 2");

        await(plane::isReady);

        assertThat(plane.engines().get(0).isSilent()).isFalse();
        assertThat(Files.readString(home.resolve("logs").resolve("engine-fast.log")))
                .doesNotContain("ran SELECT 2");
    }

    @Test
    void engineIsNotKilledByItsWarmUpAgainAndAgain() throws Exception {
        openWarm(Duration.ofMinutes(1), TestingEngineMain.DEADLY);

        await(plane::isReady);

        assertThat(Files.readAllLines(home.resolve("logs").resolve("engine-fast.log")))
                .filteredOn(line -> line.startsWith("ran "))
                .hasSize(1);
    }

    @Test
    void shutdownEndsAWarmUp() throws Exception {
        openWarm(Duration.ofMinutes(1), TestingEngineMain.ENDLESS);
        await(() -> !children().isEmpty());

        plane.close();

        assertThat(children()).isEmpty();
    }

    private void openWarm(Duration startTimeout, String... queries) throws InterruptedException {
        plane.close();
        open(config(Start.EAGER, 1, startTimeout, List.of(queries), Map.of()));
    }

    private void openTwo() throws InterruptedException {
        plane.close();
        open(config(Start.EAGER, 2, Duration.ofMinutes(1), List.of(), Map.of()));
        await(() -> plane.engines().size() == 2);
    }

    private List<EngineUse> use(int times, EngineWish wish) {
        return IntStream.range(0, times)
                .mapToObj(time -> plane.use(wish, NEVER))
                .toList();
    }

    private List<Integer> loads() {
        return plane.engines().stream().map(Engine::statements).toList();
    }

    private String idOfEngine() {
        try (EngineUse use = plane.use(EngineWish.none(), NEVER)) {
            return use.engine().id();
        }
    }

    private void reopen(Start start, Duration startTimeout, Map<String, String> conf) throws InterruptedException {
        plane.close();
        open(config(start, 1, startTimeout, List.of(), conf));
    }

    private static DataPlaneConfig config(
            Start start, int engines, Duration startTimeout, List<String> warmUp, Map<String, String> conf) {
        Timeouts timeouts = new Timeouts(startTimeout, Duration.ofSeconds(30), Duration.ofSeconds(1));
        return new DataPlaneConfig(start, engines, "local[1]", "64m", timeouts, Purpose.ANY, warmUp, conf);
    }

    private void open(DataPlaneConfig config) {
        EngineClasses classes = TestingEngineMain.classes();
        EngineSetup setup = new EngineSetup(
                classes,
                new ClassArchive(classes),
                home,
                Map.of(),
                Map::of,
                fence,
                new LaneDifferences(database),
                allocator);
        plane = new DataPlane("fast", config, setup);
        plane.start();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }

    private List<Path> engineDirectories() throws IOException {
        Path engines = home.resolve("engines");
        if (!Files.exists(engines)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(engines)) {
            return directories.toList();
        }
    }

    private static ThrowingConsumer<Throwable> hasCode(ErrorCode code) {
        return failure -> assertThat(failure).isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(Thread.interrupted()).isFalse();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
