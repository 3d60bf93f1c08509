package io.lakeflight.benchmarks;

import io.lakeflight.benchmarks.suite.Suites;
import io.lakeflight.benchmarks.system.TpcdsTables;
import io.lakeflight.benchmarks.system.TpchTables;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.control.ControlDatabase;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.control.EngineFence;
import io.lakeflight.server.control.LaneDifferences;
import io.lakeflight.server.query.SnapshotSizes;
import io.lakeflight.server.query.StatementRouting;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.RoutingRule;
import io.lakeflight.server.routing.RuleCondition;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionEvents;
import io.lakeflight.server.session.SessionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
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

/**
 * All that the server does to route a statement, of texts of TPC-H and TPC-DS one after the other: it reads them, finds their
 * tables in an Iceberg catalog, asks which snapshots are current, and sums up what conditions leave of them, as rules
 * about bytes want it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class PlanningBenchmark {
    @Param({"tpch", "tpcds"})
    public String schema = "";

    private static final Pattern SELECT = Pattern.compile("(?i)\\bselect\\b");

    private final List<String> texts = new ArrayList<>();
    private Path home = Path.of("");
    private RootAllocator allocator = new RootAllocator();
    private Catalogs catalogs = Catalogs.of();
    private StatisticsSource statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
    private SnapshotSizes sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES);
    private ControlDatabase database = null;
    private StatementRouting routing = null;
    private Session session = null;
    private int next;

    @Setup(Level.Trial)
    public void makeTables() throws IOException {
        home = Files.createTempDirectory("planning");
        LakeCatalog lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES);
        lake.namespaces().createNamespace(Namespace.of(schema));
        (schema.equals("tpch") ? TpchTables.columns() : TpcdsTables.columns())
                .forEach((name, columns) -> makeTable(lake, TableIdentifier.of(schema, name), columns));
        database = ControlDatabase.open(home);
        DataPlanes planes = new DataPlanes(
                DataPlanesConfig.DEFAULTS,
                EngineClasses.of("none"),
                home,
                Map.of(),
                catalogs::versions,
                new EngineFence(),
                new LaneDifferences(database),
                allocator);
        List<RoutingRule> rules = List.of(new RoutingRule(
                "large", List.of(new RuleCondition.BytesOver(1L << 40)), new RoutingRule.Action.Route("batch")));
        routing = new StatementRouting(
                planes, () -> rules, catalogs, RoutingConfig.of(home.resolve("none")), sizes, Clock.systemUTC());
        SessionEvents nobody = new SessionEvents() {
            @Override
            public void rests(Session resting) {}

            @Override
            public void ended(Session over) {}
        };
        session = new SessionRegistry(SessionConfig.DEFAULTS, nobody, System::nanoTime).open("ann");
        session.update(new Session.State("lake", schema, Map.of()));
        Suites.find("planner").orElseThrow().cases().stream()
                .filter(one -> one.schema().equals(schema))
                .forEach(one -> texts.add(one.text().apply(0)));
    }

    /** Of one file in each of four commits. */
    private static void makeTable(LakeCatalog lake, TableIdentifier name, String columns) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (String column : columns.split(", ")) {
            String[] parts = column.split(" ");
            fields.add(Types.NestedField.optional(
                    fields.size() + 1, parts[0], Types.fromPrimitiveString(iceberg(parts[1]))));
        }
        Table table = lake.tables().createTable(name, new Schema(fields));
        for (int i = 0; i < 4; i++) {
            table.newAppend()
                    .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                            .withPath(table.location() + "/data/" + i + ".parquet")
                            .withFormat("parquet")
                            .withFileSizeInBytes(1 << 20)
                            .withRecordCount(1_000)
                            .build())
                    .commit();
        }
    }

    private static String iceberg(String type) {
        return switch (type) {
            case "BIGINT" -> "long";
            case "INT" -> "int";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }

    @TearDown(Level.Trial)
    public void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
        database.close();
        allocator.close();
    }

    /** Texts that were planned before. */
    @Benchmark
    public String again() {
        return routing.plane(session, texts.get(next++ % texts.size()));
    }

    /** Texts that nobody has planned before: each with another comment in it. */
    @Benchmark
    public String first() {
        String text = texts.get(next % texts.size());
        Matcher select = SELECT.matcher(text);
        if (!select.find()) {
            throw new IllegalStateException("No query: " + text);
        }
        String comment = " /* " + next++ + " */ ";
        return routing.plane(session, text.substring(0, select.end()) + comment + text.substring(select.end()));
    }
}
