package io.lakeflight.benchmarks;

import com.google.protobuf.ByteString;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionEvents;
import io.lakeflight.server.session.SessionRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Statements that the server answers without an engine, from their text to their rows in Arrow. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class FrontBenchmark {
    @Param({
        "SELECT 1",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT upper('a') || 'b', 1 + 2 * 3, DATE '2020-01-31'",
        "SELECT current_catalog(), current_schema()",
        "SELECT * FROM t WHERE 1 = 0",
        "SELECT count(*), min(id), max(id) FROM t",
        "SHOW TABLES",
        "DESCRIBE t",
        "SELECT table_schema, table_name FROM lake.information_schema.tables WHERE table_name LIKE 't%'"
    })
    public String sql = "";

    private RootAllocator allocator = new RootAllocator();
    private Catalogs catalogs = Catalogs.of();
    private StatisticsSource statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
    private FrontLane front = null;
    private ResultRelay relay = new ResultRelay(allocator);
    private Session session = null;

    @Setup(Level.Trial)
    public void makeTable() throws IOException {
        LakeCatalog lake = LakeCatalog.open("lake", Files.createTempDirectory("front"));
        catalogs = Catalogs.of(lake);
        Table table = lake.tables()
                .createTable(
                        TableIdentifier.of(LakeCatalog.DEFAULT_SCHEMA, "t"),
                        new Schema(
                                Types.NestedField.required(1, "id", Types.LongType.get()),
                                Types.NestedField.optional(2, "name", Types.StringType.get())));
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(table.location() + "/data/0.parquet")
                        .withFormat("parquet")
                        .withFileSizeInBytes(1 << 20)
                        .withMetrics(new Metrics(
                                1_000L, null, Map.of(1, 1_000L), Map.of(1, 0L), null, bound(1), bound(1_000)))
                        .build())
                .commit();
        front = new FrontLane(
                catalogs,
                statistics,
                (asked, user) -> List.of(),
                1_000_000,
                Set.of(),
                SessionConfig.DEFAULTS.maxSettings(),
                allocator);
        SessionEvents nobody = new SessionEvents() {
            @Override
            public void rests(Session resting) {}

            @Override
            public void ended(Session over) {}
        };
        session = new SessionRegistry(SessionConfig.DEFAULTS, nobody, System::nanoTime).open("ann");
        session.update(new Session.State("lake", LakeCatalog.DEFAULT_SCHEMA, Map.of()));
    }

    private static Map<Integer, ByteBuffer> bound(long id) {
        return Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), id));
    }

    @TearDown(Level.Trial)
    public void close() {
        statistics.close();
        catalogs.close();
        allocator.close();
    }

    @Benchmark
    public ByteString answer() {
        return relay.keep(front.answer(session, sql).orElseThrow());
    }
}
