package io.lakeflight.testing;

import io.lakeflight.catalog.SharedPostgres;
import io.lakeflight.catalog.TestingPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a catalog in PostgreSQL, whose files are in a directory. */
@ExtendWith(SharedPostgres.class)
final class ITPostgresTables extends TableStorageContract {
    private final TestingPostgres postgres;

    @TempDir
    private Path directory;

    ITPostgresTables(TestingCluster cluster, TestingPostgres postgres) {
        super(cluster);
        this.postgres = postgres;
    }

    @Override
    String catalog() {
        return "in_postgres";
    }

    @Override
    void addTo(CatalogRequests catalogs) {
        Map<String, String> properties = postgres.properties(postgres.createSchema());
        properties.put("warehouse", directory.toString());
        catalogs.add(catalog(), properties);
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
