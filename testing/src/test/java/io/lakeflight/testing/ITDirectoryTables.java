package io.lakeflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose files are in a directory. */
final class ITDirectoryTables extends TableStorageContract {
    @TempDir
    private Path directory;

    ITDirectoryTables(TestingCluster cluster) {
        super(cluster);
    }

    @Override
    String catalog() {
        return "in_directory";
    }

    @Override
    void addTo(CatalogRequests catalogs) {
        catalogs.add(catalog(), Map.of("warehouse", directory.toString()));
    }

    @Override
    List<String> files() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
