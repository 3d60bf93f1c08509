package io.lakeflight.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** ADBC's Flight SQL driver in Python, as a client of the same server. */
public final class Adbc {
    private static final String PROGRAM = "adbc_program.py";

    private Adbc() {}

    /** @param flightPort of the server */
    public static FetchedSystem start(Peers peers, Path home, int flightPort) {
        Path directory = home.resolve("adbc");
        Path python = peers.python(FetchedPeer.ADBC);
        String uri = "grpc://127.0.0.1:" + flightPort;
        ClientProcess process = ClientProcess.start(
                List.of(python.toString(), program(directory).toString(), uri), directory);
        return new FetchedSystem(
                "adbc",
                "The same server, by ADBC's Flight SQL driver in Python; processor time is that of the client",
                process,
                process.process(),
                new Dialect("lake", true),
                schema -> {},
                () -> {});
    }

    private static Path program(Path directory) {
        try (InputStream program = Objects.requireNonNull(Adbc.class.getResourceAsStream(PROGRAM))) {
            Files.createDirectories(directory);
            Path file = directory.resolve(PROGRAM);
            Files.copy(program, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
