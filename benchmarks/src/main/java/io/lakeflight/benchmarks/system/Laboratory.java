package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.flight.BareFlight;
import io.lakeflight.benchmarks.peer.Adbc;
import io.lakeflight.benchmarks.peer.DuckDb;
import io.lakeflight.benchmarks.peer.FetchedSystem;
import io.lakeflight.benchmarks.peer.Peers;
import io.lakeflight.benchmarks.peer.SparkConnect;
import io.lakeflight.benchmarks.peer.Trino;
import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.BareSpark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The processes that are measured, over the same tables; each is started when a suite first asks for it, and stopped at the
 * end. All have the same Java, heap and processors.
 */
public final class Laboratory implements AutoCloseable {
    /** Of the process that works on the rows. */
    private static final String HEAP = "2g";

    private final Path installation;
    private final Path home;
    private final Peers peers;
    private final BigDecimal scale;
    private final Share share;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Once<LakeflightServer> server = new Once<>(this::startServer);
    private final Once<Lakeflight> lakeflight = new Once<>(() -> new Lakeflight(server.get()));
    private final Once<BareSpark> spark = new Once<>(this::startSpark);
    private final Once<Jdbc> jdbc = new Once<>(() -> new Jdbc(server.get()));
    private final Once<Engine> engine = new Once<>(this::startEngine);
    private final Once<BareFlight> flight = new Once<>(() -> BareFlight.start(HEAP));
    private final Once<LakeflightClients> clients = new Once<>(() -> new LakeflightClients(server.get()));
    private final Once<BigDecimal> metadataTables = new Once<>(this::createMetadataTables);
    private final Once<TpcdsData> tpcds = new Once<>(this::createTpcds);

    private final Once<FetchedSystem> adbc = new Once<>(this::startAdbc);
    private final Once<SystemUnderTest> duckdb = new Once<>(this::startDuckDb);
    private final Once<SystemUnderTest> connect = new Once<>(this::startConnect);
    private final Once<FetchedSystem> trino = new Once<>(this::startTrino);

    /** Made when it is first asked for, and closed with the laboratory. */
    private final class Once<T> {
        private final Supplier<T> maker;
        private @Nullable T value;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        T get() {
            T made = value;
            if (made == null) {
                made = maker.get();
                value = made;
                if (made instanceof AutoCloseable closeable) {
                    opened.push(closeable);
                }
            }
            return made;
        }
    }

    /**
     * Starts nothing yet.
     *
     * @param installation where {@code bin/lakeflight} is
     * @param peers what was fetched
     * @param home directory of tables and logs, which may be there from another run of the same scale
     * @param scale of TPC-H and TPC-DS
     * @param cores that each system has
     */
    public Laboratory(
            Path installation, Peers peers, Path home, BigDecimal scale, int cores, Consumer<String> progress) {
        this.installation = installation;
        this.peers = peers;
        this.home = home;
        this.scale = scale;
        this.share = new Share(cores, HEAP);
        this.progress = progress;
    }

    /** A session of a server, by Flight SQL. */
    public Lakeflight lakeflight() {
        return lakeflight.get();
    }

    /** The same for answers too large to compare row by row. */
    public SystemUnderTest transferred() {
        return new Transferred(lakeflight());
    }

    /** The same for those who browse. */
    public SystemUnderTest browsed() {
        metadataTables.get();
        return new FlightBrowser(lakeflight());
    }

    /** Many sessions of a server at once. */
    public SystemUnderTest clients() {
        return clients.get();
    }

    /** A server with its engine, from nothing to its first answer. */
    public SystemUnderTest lakeflightStarts() {
        Supplier<Starts.Started> start = () -> {
            LakeflightServer begun =
                    LakeflightServer.startEmpty(installation, home.resolve("start"), share, line -> {});
            return new StartedLakeflight(begun, new Lakeflight(begun));
        };
        return new Starts(
                "lakeflight",
                "bin/lakeflight start with " + OwnConfiguration.words(share)
                        + ", without tables, until a client has an answer of the engine",
                start);
    }

    /** What the server does with a text before anything else, in this process. */
    public SystemUnderTest reader() {
        return new Reader();
    }

    /** Arrow's JDBC driver, of the same server. */
    public SystemUnderTest jdbc() {
        return jdbc.get();
    }

    public SystemUnderTest jdbcBrowsed() {
        return new JdbcBrowser(jdbc.get());
    }

    /** ADBC's driver, of the same server. */
    public SystemUnderTest adbc() {
        return adbc.get().hashed();
    }

    /** An engine without a server before it. */
    public SystemUnderTest engine() {
        return engine.get();
    }

    /** A Flight server that has Lakeflight's answers in memory. */
    public SystemUnderTest flight() {
        return new FlightLoop(flight.get(), lakeflight());
    }

    /** Spark with its default settings. */
    public SystemUnderTest spark() {
        return askedSpark();
    }

    private Spark askedSpark() {
        return new Spark(spark.get(), share);
    }

    /** Spark's parser, analyzer and optimizer. */
    public SystemUnderTest sparkPlanner() {
        return new SparkPlanner(askedSpark(), lakeflight());
    }

    public SystemUnderTest sparkArrow() {
        return new SparkArrow(askedSpark());
    }

    public SystemUnderTest sparkClients() {
        return new SparkClients(askedSpark());
    }

    public SystemUnderTest sparkBrowsed() {
        return new SparkBrowser(askedSpark(), scale);
    }

    public SystemUnderTest sparkStarts() {
        String icebergUri = server.get().icebergUri();
        Supplier<Starts.Started> start =
                () -> new StartedSpark(new Spark(bareSpark(icebergUri, home.resolve("spark-start")), share));
        return new Starts(
                "spark",
                "A SparkSession in a process of its own, " + share.words()
                        + ", whose one source file is compiled as it starts",
                start);
    }

    /** Has the tables of TPC-DS filled, if they are not. */
    public void requireTpcds() {
        tpcds.get();
    }

    public SystemUnderTest duckdb() {
        return duckdb.get();
    }

    public SystemUnderTest connect() {
        return connect.get();
    }

    public SystemUnderTest trino() {
        return trino.get();
    }

    public SystemUnderTest trinoTransferred() {
        return trino.get().hashed();
    }

    private LakeflightServer startServer() {
        progress.accept("Starting Lakeflight, with TPC-H tables of scale " + scale.toPlainString());
        return LakeflightServer.start(installation, home, share, scale, progress);
    }

    private BareSpark startSpark() {
        String icebergUri = server.get().icebergUri();
        progress.accept("Starting Spark");
        return bareSpark(icebergUri, home.resolve("spark"));
    }

    private BareSpark bareSpark(String icebergUri, Path directory) {
        return BareSpark.start(
                icebergUri,
                directory,
                List.of("-Xmx" + share.heap(), "-XX:TieredStopAtLevel=4"),
                // Arrow batches that nobody keeps are no reason to fail; nothing else depends on the second one.
                Map.of("spark.master", share.master(), "spark.driver.maxResultSize", "0"));
    }

    private Engine startEngine() {
        String icebergUri = server.get().icebergUri();
        progress.accept("Starting an engine without a server");
        return Engine.start(icebergUri, home.resolve("engine"), share);
    }

    private FetchedSystem startAdbc() {
        int port = server.get().flightPort();
        progress.accept("Starting a client in Python");
        return Adbc.start(peers, home, port);
    }

    private SystemUnderTest startDuckDb() {
        progress.accept("Starting DuckDB");
        return DuckDb.start(peers, home, share, this::files);
    }

    private SystemUnderTest startConnect() {
        progress.accept("Starting Spark Connect");
        return SparkConnect.start(peers, home, share, server.get().icebergUri());
    }

    private FetchedSystem startTrino() {
        progress.accept("Starting Trino");
        return Trino.start(peers, home, share, server.get().icebergUri());
    }

    /** The files with the rows of each table of a schema. */
    private Map<String, List<String>> files(String schema) {
        Map<String, List<String>> files = new TreeMap<>();
        for (List<String> table :
                spark.get().query("SHOW TABLES IN lake." + schema).rows()) {
            String name = Spark.unquoted(table.get(1));
            files.put(
                    name,
                    spark.get().query("SELECT file_path FROM lake.%s.%s.files".formatted(schema, name)).rows().stream()
                            .map(row -> Spark.unquoted(row.get(0)))
                            .toList());
        }
        return files;
    }

    private BigDecimal createMetadataTables() {
        progress.accept("Creating %d x %d tables".formatted(MetadataTables.SCHEMAS, MetadataTables.tables(scale)));
        MetadataTables.create(server.get().icebergUri(), scale);
        return scale;
    }

    private TpcdsData createTpcds() {
        TpcdsData data = new TpcdsData(home.resolve("tpcds"), scale);
        data.load(lakeflight(), spark.get(), progress);
        return data;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                progress.accept("Cannot stop something: " + e);
            }
        }
    }
}
