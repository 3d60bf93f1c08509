package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration that Lakeflight is measured with, whatever that of the installation says: what other systems have of the
 * machine, and defaults. Nothing keeps results of statements in it, and no rules are beside it.
 */
final class OwnConfiguration {
    /** Of DuckDB in an engine, which works outside its heap. */
    private static final String LANE_MEMORY = "1GiB";

    private OwnConfiguration() {}

    /** @param home of the server */
    static Path write(Path home, Share share) {
        Path directory = home.resolve("configuration");
        try {
            return Files.writeString(Files.createDirectories(directory).resolve("lakeflight.yaml"), text(share));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Share share) {
        return """
            data-planes:
              interactive:
                start: eager
                engines: 1
                master: %s
                memory: %s
                fast-lane:
                  memory: %s
            """.formatted(share.master(), share.heap(), LANE_MEMORY);
    }

    /** For people. */
    static String words(Share share) {
        return "a configuration of its own: one engine, " + share.words() + " and " + LANE_MEMORY
                + " for DuckDB, defaults else";
    }
}
