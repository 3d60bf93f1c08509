package io.lakeflight.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server on a free port, which ends with this JVM however that ends.
 *
 * <p>PostgreSQL refuses to run as root; then it runs as the user nobody.
 */
public final class TestingPostgres implements AutoCloseable {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String USER = "lake";
    private static final String PASSWORD = "hush, hush";
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** Stops the server when this JVM closes the input, or dies. */
    private static final String WATCH = "read ignored; %2$s -D '%1$s/data' -m immediate stop; rm -rf '%1$s'";

    private final Path directory;
    private final int port;
    private final Process watch;
    private boolean isRunning;
    private final AtomicInteger places = new AtomicInteger();

    public static TestingPostgres start() {
        try {
            Path directory = Files.createTempDirectory("lakeflight-postgres-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            unpack(directory);
            TestingPostgres server = new TestingPostgres(directory, freePort());
            server.initialize();
            server.resume();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestingPostgres(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        String stop = String.join(" ", command(directory.resolve("bin/pg_ctl").toString()));
        this.watch = new ProcessBuilder("sh", "-c", WATCH.formatted(directory, stop))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void unpack(Path directory) throws IOException {
        try (InputStream archive = TestingPostgres.class.getResourceAsStream(ARCHIVE);
                TarArchiveInputStream files = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(files, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void initialize() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        run(
                "initdb",
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions");
    }

    /** Starts the server, again if it was stopped; nothing if it runs. */
    public synchronized void resume() {
        if (isRunning) {
            return;
        }
        String options =
                "-p %d -h 127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200".formatted(port);
        run("pg_ctl", "-w", "-l", directory.resolve("log").toString(), "-o", options, "start");
        isRunning = true;
    }

    /** Stops the server at once: connections end, transactions at work are rolled back. */
    public synchronized void stop() {
        isRunning = false;
        run("pg_ctl", "-w", "-m", "fast", "stop");
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(command(
                directory.resolve("bin").resolve(program).toString(),
                "-D",
                directory.resolve("data").toString()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>(System.getProperty("user.name").equals("root") ? AS_NOBODY : List.of());
        command.addAll(List.of(words));
        return command;
    }

    public int port() {
        return port;
    }

    /** A new, empty place for the tables of catalogs: a schema of a database that has many. */
    public String createSchema() {
        String schema = "s" + places.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return "postgres?currentSchema=" + schema;
    }

    /** A new, empty place for the tables of catalogs that look into all schemas. */
    public String createDatabase() {
        String database = "d" + places.incrementAndGet();
        execute("CREATE DATABASE " + database);
        return database + "?prepareThreshold=5";
    }

    /** What a catalog in such a place has to know. */
    public Map<String, String> properties(String place) {
        return properties(place, port);
    }

    /** As above, for one that reaches the server at another port. */
    public Map<String, String> properties(String place, int reachedAt) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("uri", "jdbc:postgresql://127.0.0.1:" + reachedAt + "/" + place);
        properties.put("jdbc.user", USER);
        properties.put("jdbc.password", PASSWORD);
        return properties;
    }

    /** Opens the internal catalog {@code lake} in such a place. */
    public static LakeCatalog open(Map<String, String> database, Path warehouse, Path home) {
        return open(database, warehouse, home, CatalogCaches.of(CacheConfig.DEFAULTS));
    }

    /** As above, with caches that are given. */
    public static LakeCatalog open(Map<String, String> database, Path warehouse, Path home, CatalogCaches caches) {
        Map<String, String> properties = new TreeMap<>(database);
        properties.put("warehouse", warehouse.toString());
        return LakeCatalog.open(
                new CatalogDefinition("lake", CatalogType.INTERNAL, properties, CatalogDefinition.DEFAULT_TIMEOUT),
                home,
                caches);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
    }

    @Override
    public void close() {
        try {
            watch.getOutputStream().close();
            watch.waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
