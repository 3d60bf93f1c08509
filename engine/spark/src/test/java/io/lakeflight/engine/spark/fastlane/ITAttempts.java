package io.lakeflight.engine.spark.fastlane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.TestingSpark;
import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.hot.HotColumns;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.DifferingShapes;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.TestingQueries;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors of Java's in the lane, as they are really raised. */
class ITAttempts {
    private static final PlanShape SHAPE = new PlanShape("a".repeat(32));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void requireLeftToSpark(Attempts.Preparing preparing) throws Exception {
        LaneAnswer answer = answer(preparing);
        assertThat(answer.isThere()).isFalse();
        assertThat(answer.isLate()).isTrue();
        assertThat(answer.reason()).isEqualTo("the fast lane failed");
    }

    private LaneAnswer answer(Attempts.Preparing preparing) throws Exception {
        Path journal = directory.resolve("journal");
        FastLaneSettings settings = FastLaneSettings.of(new SparkConf(false));
        try (DuckDb duckDb = DuckDb.start(new DuckDbLimits(100 << 20, 1, directory.resolve("spill")));
                HotColumns hot = new HotColumns(0);
                Attempts attempts = new Attempts(settings, DataCache.none(), timer);
                RunningQuery query =
                        TestingQueries.start("q", TestingSpark.newSession().sparkContext())) {
            Attempts.Native there = new Attempts.Native(
                    duckDb,
                    hot,
                    CrashJournal.open(journal, Clock.systemUTC()),
                    DifferingShapes.beside(journal, Clock.systemUTC()));
            ResultColumns columns = new ResultColumns(new StructType(), "UTC");
            return attempts.answer(there, query, () -> new Attempts.Work(SHAPE, preparing, columns, prepared -> {}));
        }
    }

    /** It cannot be loaded. */
    private static final class Broken {
        static final int VALUE = Integer.parseInt("none");
    }

    @Test
    void classesThatCannotBeLoadedAreForSpark() throws Exception {
        requireLeftToSpark(() -> {
            throw new AssertionError("It was loaded: " + Broken.VALUE);
        });
    }

    @Test
    void memoryOutsideOfTheHeapIsForSparkToDoWithout() throws Exception {
        requireLeftToSpark(() -> {
            throw new AssertionError("It was there: " + MemoryUtil.allocateMemory(1L << 60));
        });
    }

    @Test
    void heapThatHasRunOutIsNotAskedForAgain() {
        assertThatThrownBy(() -> answer(() -> {
                    throw new AssertionError("It was there: " + new long[Integer.MAX_VALUE].length);
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
