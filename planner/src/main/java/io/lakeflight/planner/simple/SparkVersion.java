package io.lakeflight.planner.simple;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What the engines' Spark calls itself, as a file of its own tells that the build takes from it. */
final class SparkVersion {
    private static final String FILE = "spark-version-info.properties";

    /** Empty if this was not built by Maven. */
    static final Optional<String> TEXT = read();

    private SparkVersion() {}

    private static Optional<String> read() {
        try (InputStream file = SparkVersion.class.getResourceAsStream(FILE)) {
            if (file == null) {
                return Optional.empty();
            }
            Properties told = new Properties();
            told.load(file);
            String version = told.getProperty("version", "");
            // Of any other, such as a snapshot, Spark leaves out a part.
            return version.matches("\\d+\\.\\d+\\.\\d+")
                    ? Optional.of(version + " " + told.getProperty("revision", "<unknown>"))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }
}
