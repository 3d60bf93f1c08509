package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.EngineClassPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spark Connect over the same tables, by its own client. */
public final class SparkConnect {
    private static final String MAIN = "org.apache.spark.sql.connect.service.SparkConnectServer";

    private SparkConnect() {}

    public static SystemUnderTest start(Peers peers, Path home, Share share, String icebergUri) {
        String clientClassPath = peers.clientClassPath(FetchedPeer.CONNECT);
        Path program =
                Path.of(System.getProperty("lakeflight.installation"), "benchmarks/src/main/spark/ConnectProgram.java");
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + share.heap()));
        command.addAll(Arrays.asList(System.getProperty("lakeflight.jvm-opens").split(" ")));
        conf(share, icebergUri, port).forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", EngineClassPath.find() + ":" + peers.server(FetchedPeer.CONNECT) + "/*", MAIN));
        ServerProcess server = ServerProcess.start(command, home.resolve("connect"), port);
        try {
            ClientProcess client = ClientProcess.start(
                    clientClassPath,
                    List.of(program.toString(), "sc://127.0.0.1:" + port),
                    share.heap(),
                    home.resolve("connect"));
            return new FetchedSystem(
                    "connect",
                    "Spark Connect 4.1.3, " + share.words() + ", default settings, by its client",
                    client,
                    server.process(),
                    new Dialect("lake", true),
                    schema -> {},
                    server::close);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Map<String, String> conf(Share share, String icebergUri, int port) {
        Map<String, String> conf = new TreeMap<>();
        conf.put("spark.master", share.master());
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.connect.grpc.binding.address", "127.0.0.1");
        conf.put("spark.connect.grpc.binding.port", String.valueOf(port));
        conf.put("spark.sql.session.timeZone", "UTC");
        conf.put("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
        conf.put("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
        conf.put("spark.sql.catalog.lake.type", "rest");
        conf.put("spark.sql.catalog.lake.uri", icebergUri);
        conf.put("spark.sql.catalog.lake.warehouse", "lake");
        conf.put("spark.sql.catalog.lake.cache-enabled", "false");
        conf.put("spark.sql.defaultCatalog", "lake");
        return conf;
    }
}
