package io.lakeflight.benchmarks.peer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A product that Maven can fetch, or pip. */
public enum FetchedPeer {
    DUCKDB("duckdb", "org.duckdb:duckdb_jdbc:1.5.6.0:jar", "", ""),
    CONNECT(
            "connect",
            "org.apache.spark:spark-connect-client-jvm_2.13:4.1.3:jar",
            "org.apache.spark:spark-connect_2.13:4.1.3:jar",
            // Which declarative pipelines are made of; no registry need have it.
            "org.apache.spark:spark-pipelines_2.13"),
    // The archive has in it all that it needs, and its descriptor names all that it was built of.
    TRINO("trino", "io.trino:trino-jdbc:476:jar", "io.trino:trino-server:476:tar.gz", "*:*"),
    ADBC("adbc", List.of("adbc-driver-flightsql==1.13.0", "adbc-driver-manager==1.13.0", "pyarrow==26.0.1"));

    private final String word;
    private final String client;

    @SuppressWarnings("ImmutableEnumChecker") // It is a copy that cannot change.
    private final List<String> packages;

    private final String server;
    private final String without;

    /**
     * @param client coordinates of the client, {@code group:artifact:version:type}
     * @param server coordinates of what runs beside it; empty if nothing does
     * @param without what the server depends on and need not come with it, {@code group:artifact}; empty if all is to come
     */
    FetchedPeer(String word, String client, String server, String without) {
        this.word = word;
        this.client = client;
        this.server = server;
        this.without = without;
        this.packages = List.of();
    }

    /** @param packages of Python that a client needs */
    FetchedPeer(String word, List<String> packages) {
        this.word = word;
        this.client = "";
        this.server = "";
        this.without = "";
        this.packages = List.copyOf(packages);
    }

    public static Optional<FetchedPeer> find(String word) {
        return Arrays.stream(values()).filter(peer -> peer.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(FetchedPeer::word).toList();
    }

    /** As commands name it. */
    public String word() {
        return word;
    }

    List<String> client() {
        return client.isEmpty() ? List.of() : List.of(client);
    }

    /** As pip names them. */
    List<String> packages() {
        return packages;
    }

    List<String> server() {
        return server.isEmpty() ? List.of() : List.of(server);
    }

    Optional<String> without() {
        return Optional.of(without).filter(one -> !one.isEmpty());
    }

    /** Where it is, once it is fetched. */
    Path directory(Path peers) {
        return peers.resolve(word);
    }
}
