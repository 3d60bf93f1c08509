package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.NotFetchedException;
import io.lakeflight.benchmarks.subject.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trino over the same Iceberg tables: one node, which is coordinator and worker. */
public final class Trino {
    private static final int JAVA = 24;

    private Trino() {}

    public static FetchedSystem start(Peers peers, Path home, Share share, String icebergUri) {
        String clientClassPath = peers.clientClassPath(FetchedPeer.TRINO);
        Path java = requireJava();
        int port = ServerProcess.freePort();
        Path directory = home.resolve("trino").toAbsolutePath();
        writeConfiguration(directory.resolve("etc"), icebergUri, port);
        Path server = Peers.only(peers.server(FetchedPeer.TRINO), "trino-server");
        ServerProcess process = ServerProcess.start(
                List.of(
                        java.resolve("bin/java").toString(),
                        "-Xmx" + share.heap(),
                        // It has as many threads and drivers as it believes there are processors.
                        "-XX:ActiveProcessorCount=" + share.cores(),
                        "-XX:+ExplicitGCInvokesConcurrent",
                        "-XX:ReservedCodeCacheSize=512M",
                        "-Djdk.attach.allowAttachSelf=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "-Dnode.environment=benchmark",
                        "-Dnode.data-dir=" + directory.resolve("data"),
                        "-Dplugin.dir=" + server.resolve("plugin"),
                        "-Dconfig=" + directory.resolve("etc/config.properties"),
                        "-cp",
                        server.resolve("lib") + "/*",
                        "io.trino.server.TrinoServer"),
                directory,
                port);
        try {
            ClientProcess client = ClientProcess.startJdbc(
                    clientClassPath, "jdbc:trino://127.0.0.1:" + port + "/lake", share.heap(), directory);
            awaitReady(client, process);
            return new FetchedSystem(
                    "trino",
                    "Trino 476 on the JDK in " + java.getFileName() + ", one node, " + share.words()
                            + ", by its JDBC driver",
                    client,
                    process.process(),
                    new Dialect("lake", false),
                    schema -> {},
                    process::close);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * The JDK that it runs with.
     *
     * @throws NotFetchedException if there is none
     */
    static Path requireJava() {
        Path parent = Path.of(System.getProperty("java.home"))
                .toAbsolutePath()
                .resolve("..")
                .normalize();
        return JavaHomes.find(parent, JAVA)
                .orElseThrow(() ->
                        new NotFetchedException("trino cannot run: it needs a JDK %d or newer beside the others in %s"
                                .formatted(JAVA, parent)));
    }

    /** It takes connections before it takes statements, and statements before it has a node for those that read tables. */
    private static void awaitReady(ClientProcess client, ServerProcess process) {
        long deadline = System.nanoTime() + ServerProcess.PATIENCE.toNanos();
        while (true) {
            try {
                client.query("SELECT count(*) FROM lake.tpch.nation WHERE n_nationkey >= 0");
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() > deadline || !process.process().isAlive()) {
                    throw e;
                }
                process.pause();
            }
        }
    }

    private static void writeConfiguration(Path directory, String icebergUri, int port) {
        try {
            Files.createDirectories(directory.resolve("catalog"));
            Files.writeString(
                    directory.resolve("config.properties"), """
                        coordinator=true
                        node-scheduler.include-coordinator=true
                        http-server.http.port=%1$d
                        discovery.uri=http://127.0.0.1:%1$d
                        catalog.config-dir=%2$s
                        """.formatted(port, directory.resolve("catalog")));
            Files.writeString(directory.resolve("catalog/lake.properties"), """
                connector.name=iceberg
                iceberg.catalog.type=rest
                iceberg.rest-catalog.uri=%s
                iceberg.rest-catalog.warehouse=lake
                fs.hadoop.enabled=true
                """.formatted(icebergUri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
