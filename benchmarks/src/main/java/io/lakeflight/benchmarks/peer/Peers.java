package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.NotFetchedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The peers that were fetched, each in a directory of its own: the jars of its client, or the Python it runs in, and what its
 * server is.
 */
public final class Peers {
    private static final String CLIENT = "client";
    private static final String SERVER = "server";
    /** Written last. */
    private static final String WHOLE = "fetched";

    private final Path directory;
    private final List<String> maven;

    public Peers(Path directory) {
        this(directory, List.of("mvn"));
    }

    /** @param maven the command that begins it */
    Peers(Path directory, List<String> maven) {
        this.directory = directory;
        this.maven = maven;
    }

    /** Has Maven or pip fetch a peer, which may take long; what was there is replaced once all of it has come. */
    public void fetch(FetchedPeer peer, Consumer<String> progress) throws IOException, InterruptedException {
        Path coming = directory.resolve(peer.word() + ".coming");
        // One whose fetch was killed.
        delete(coming);
        try {
            fetch(peer, coming, progress);
            replace(peer.directory(directory), coming);
        } finally {
            delete(coming);
        }
    }

    private void fetch(FetchedPeer peer, Path place, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(place);
        if (!peer.client().isEmpty()) {
            copy(place.resolve(CLIENT), project(peer.client(), Optional.empty()), progress);
        }
        if (!peer.packages().isEmpty()) {
            install(place.resolve(CLIENT), peer.packages(), progress);
        }
        if (!peer.server().isEmpty()) {
            copy(place.resolve(SERVER), project(peer.server(), peer.without()), progress);
            unpack(place.resolve(SERVER), progress);
        }
        Files.writeString(place.resolve(WHOLE), contents(peer));
    }

    /** In two moves, since no directory takes the place of one with files; killed between them, it leaves none there. */
    private static void replace(Path place, Path whole) throws IOException {
        Path old = place.resolveSibling(place.getFileName() + ".old");
        delete(old);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        delete(old);
    }

    /** What its mark says: of another version it is not the peer that is described. */
    private static String contents(FetchedPeer peer) {
        return Stream.of(peer.client(), peer.packages(), peer.server())
                        .flatMap(List::stream)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static void delete(Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** @throws NotFetchedException if it is not there, is of another version, or has no Java to run with */
    public void require(FetchedPeer peer) {
        Path mark = peer.directory(directory).resolve(WHOLE);
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(contents(peer))) {
                if (peer == FetchedPeer.TRINO) {
                    Trino.requireJava();
                }
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new NotFetchedException(
                "%1$s is not there: fetch it first with bin/lakeflight benchmark --fetch %1$s".formatted(peer.word()));
    }

    private void copy(Path target, String project, Consumer<String> progress) throws IOException, InterruptedException {
        Files.createDirectories(target);
        Path file = Files.writeString(target.resolve("pom.xml"), project);
        List<String> command = new ArrayList<>(maven);
        command.addAll(List.of(
                "-B",
                "-f",
                file.toString(),
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + target));
        run(command, progress);
    }

    /** It can be moved: what its scripts name by its path are their interpreters, and none of them is run later. */
    private static void install(Path target, List<String> packages, Consumer<String> progress)
            throws IOException, InterruptedException {
        run(List.of("python3", "-m", "venv", target.toString()), progress);
        List<String> command = new ArrayList<>(
                List.of(target.resolve("bin/pip").toString(), "install", "--disable-pip-version-check"));
        command.addAll(packages);
        run(command, progress);
    }

    /** By tar itself: Maven leaves files empty that are hard links in an archive, as most of Trino's jars are. */
    private static void unpack(Path directory, Consumer<String> progress) throws IOException, InterruptedException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, "*.tar.gz")) {
            for (Path archive : archives) {
                run(List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()), progress);
                Files.delete(archive);
            }
        }
    }

    private static void run(List<String> command, Consumer<String> progress) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.inputReader().lines().forEach(progress);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("%s failed (exit code %d); see above".formatted(String.join(" ", command), exit));
        }
    }

    /** @param without what the coordinates depend on and is not to come with them, {@code group:artifact} */
    static String project(List<String> coordinates, Optional<String> without) {
        String exclusions = without.map(one -> one.split(":"))
                .map(
                        "<exclusions><exclusion><groupId>%s</groupId><artifactId>%s</artifactId></exclusion></exclusions>"
                                ::formatted)
                .orElse("");
        return coordinates.stream()
                .map(one -> one.split(":", -1))
                .map(parts -> """
                        <dependency>
                          <groupId>%s</groupId>
                          <artifactId>%s</artifactId>
                          <version>%s</version>
                          <type>%s</type>
                          %s
                        </dependency>
                    """.formatted(parts[0], parts[1], parts[2], parts[3], exclusions))
                .collect(Collectors.joining("", """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>io.lakeflight.peers</groupId>
                      <artifactId>peer</artifactId>
                      <version>1</version>
                      <packaging>pom</packaging>
                      <dependencies>
                    """, "  </dependencies>\n</project>\n"));
    }

    /** The jars of its client, as an option {@code -cp} takes them. */
    String clientClassPath(FetchedPeer peer) {
        return place(peer).resolve(CLIENT) + "/*";
    }

    /** The interpreter of a client in Python. */
    Path python(FetchedPeer peer) {
        return place(peer).resolve(CLIENT).resolve("bin/python");
    }

    /** Where its server is. */
    Path server(FetchedPeer peer) {
        return place(peer).resolve(SERVER);
    }

    /** The only directory there whose name begins so. */
    static Path only(Path parent, String prefix) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No " + prefix + " in " + parent));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(FetchedPeer peer) {
        require(peer);
        return peer.directory(directory);
    }
}
