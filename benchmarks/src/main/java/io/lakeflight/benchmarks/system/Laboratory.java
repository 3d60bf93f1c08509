package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.BareSpark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    private final BigDecimal scale;
    private final Consumer<String> progress;
    private @Nullable LakeflightServer server;
    private @Nullable Lakeflight lakeflight;
    private @Nullable BareSpark spark;

    /**
     * Starts nothing yet.
     *
     * @param installation where {@code bin/lakeflight} is
     * @param home directory of tables and logs, which may be there from another run of the same scale
     * @param scale of TPC-H
     */
    public Laboratory(Path installation, Path home, BigDecimal scale, Consumer<String> progress) {
        this.installation = installation;
        this.home = home;
        this.scale = scale;
        this.progress = progress;
    }

    /** A session of a server, by Flight SQL. */
    public Lakeflight lakeflight() {
        if (lakeflight == null) {
            lakeflight = new Lakeflight(server());
        }
        return lakeflight;
    }

    /** What the server does with a text before anything else, in this process. */
    public SystemUnderTest reader() {
        return new Reader();
    }

    /** Spark with its default settings. */
    public SystemUnderTest spark() {
        return new Spark(bareSpark(), HEAP);
    }

    /** Spark's parser, analyzer and optimizer. */
    public SystemUnderTest sparkPlanner() {
        return new SparkPlanner(spark(), bareSpark(), lakeflight());
    }

    private LakeflightServer server() {
        if (server == null) {
            progress.accept("Starting Lakeflight, with TPC-H tables of scale " + scale);
            server = LakeflightServer.start(installation, home, scale, progress);
        }
        return server;
    }

    private BareSpark bareSpark() {
        if (spark == null) {
            String icebergUri = server().icebergUri();
            progress.accept("Starting Spark");
            spark = BareSpark.start(
                    icebergUri, home.resolve("spark"), List.of("-Xmx" + HEAP, "-XX:TieredStopAtLevel=4"), Map.of());
        }
        return spark;
    }

    @Override
    public void close() {
        if (spark != null) {
            spark.close();
        }
        if (lakeflight != null) {
            lakeflight.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
