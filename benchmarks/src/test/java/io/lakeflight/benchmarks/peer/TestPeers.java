package io.lakeflight.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.benchmarks.subject.NotFetchedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPeers {
    @Test
    void peerThatIsNotFetchedTellsTheCommand(@TempDir Path directory) {
        assertThatThrownBy(() -> new Peers(directory).clientClassPath(FetchedPeer.DUCKDB))
                .isInstanceOf(NotFetchedException.class)
                .hasMessageContaining("bin/lakeflight benchmark --fetch duckdb");
    }

    @Test
    void peerIsThereOnceAllOfItIs(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("duckdb"));
        Files.writeString(directory.resolve("duckdb/fetched"), "org.duckdb:duckdb_jdbc:1.5.6.0:jar\n");

        assertThat(new Peers(directory).clientClassPath(FetchedPeer.DUCKDB))
                .isEqualTo(directory.resolve("duckdb/client") + "/*");
    }

    @Test
    void peerOfAnotherVersionIsNotThere(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("duckdb"));
        Files.writeString(directory.resolve("duckdb/fetched"), "org.duckdb:duckdb_jdbc:1.0.0:jar\n");

        assertThatThrownBy(() -> new Peers(directory).require(FetchedPeer.DUCKDB))
                .isInstanceOf(NotFetchedException.class);
    }

    @Test
    void fetchThatFailsLeavesWhatWasThere(@TempDir Path directory) throws Exception {
        makePeer(directory.resolve("duckdb"));
        Peers peers = new Peers(directory, shell("echo Not to be had; exit 3"));
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> peers.fetch(FetchedPeer.DUCKDB, told::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed (exit code 3)");
        assertThat(told).containsExactly("Not to be had");
        peers.require(FetchedPeer.DUCKDB);
        assertThat(files(directory)).containsExactly("duckdb/client/old.jar", "duckdb/fetched");
    }

    @Test
    void fetchReplacesWhatWasThere(@TempDir Path directory) throws Exception {
        makePeer(directory.resolve("duckdb"));
        makePeer(directory.resolve("duckdb.coming"));
        makePeer(directory.resolve("duckdb.old"));
        Peers peers = new Peers(
                directory, shell("for a; do case $a in -DoutputDirectory=*) touch \"${a#*=}/new.jar\";; esac; done"));

        peers.fetch(FetchedPeer.DUCKDB, line -> {});

        peers.require(FetchedPeer.DUCKDB);
        assertThat(files(directory))
                .containsExactly("duckdb/client/new.jar", "duckdb/client/pom.xml", "duckdb/fetched");
    }

    /** In place of Maven: has what Maven would have after it as its arguments. */
    private static List<String> shell(String script) {
        return List.of("sh", "-c", script, "mvn");
    }

    private static void makePeer(Path place) throws IOException {
        Files.createDirectories(place.resolve("client"));
        Files.createFile(place.resolve("client/old.jar"));
        Files.writeString(place.resolve("fetched"), "org.duckdb:duckdb_jdbc:1.5.6.0:jar\n");
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void mavenIsAskedForCoordinates() {
        assertThat(Peers.project(List.of("a.b:c:1:tar.gz"), Optional.of("d:e")))
                .contains("<groupId>a.b</groupId>", "<artifactId>c</artifactId>", "<version>1</version>")
                .contains("<type>tar.gz</type>")
                .contains("<exclusion><groupId>d</groupId><artifactId>e</artifactId></exclusion>");
    }

    @Test
    void filesOfATableAreNamedAsPaths() {
        assertThat(DuckDb.view("tpch", "t", List.of("file:/a/b'c.parquet", "/d.parquet", "file:///e.parquet")))
                .isEqualTo("CREATE VIEW tpch.t AS SELECT * FROM"
                        + " read_parquet(['/a/b''c.parquet', '/d.parquet', '/e.parquet'])");
    }

    @Test
    void namesAreQuotedAsThePeerWants() {
        assertThat(new Dialect("memory", false).statement("SELECT 1 AS `a b`")).isEqualTo("SELECT 1 AS \"a b\"");
        assertThat(new Dialect("lake", true).statement("SELECT 1 AS `a b`")).isEqualTo("SELECT 1 AS `a b`");
        assertThat(new Dialect("memory", false).use("tpch")).isEqualTo("USE memory.tpch");
    }

    @Test
    void oldestJavaThatIsNewEnoughIsFound(@TempDir Path directory) throws Exception {
        makeJava(directory.resolve("a"), "17.0.15");
        makeJava(directory.resolve("b"), "25");
        makeJava(directory.resolve("c"), "24.0.1");
        Files.createDirectories(directory.resolve("d"));

        assertThat(JavaHomes.find(directory, 24)).contains(directory.resolve("c"));
        assertThat(JavaHomes.find(directory, 26)).isEmpty();
    }

    private static void makeJava(Path home, String version) throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }
}
