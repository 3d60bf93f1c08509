package io.lakeflight.server.http;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.SharedCatalogContract;
import io.lakeflight.catalog.SharedPostgres;
import io.lakeflight.catalog.TestingPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs of type rest, each in a server of its own that shares its catalog with the other in PostgreSQL. */
@ExtendWith(SharedPostgres.class)
class ITRestCatalog extends SharedCatalogContract {
    private final Map<String, String> database;
    private final List<TestingIcebergRest> servers = new ArrayList<>();

    @TempDir
    private Path directory;

    ITRestCatalog(TestingPostgres postgres) {
        database = postgres.properties(postgres.createSchema());
    }

    @Override
    protected LakeCatalog open() {
        Path home = directory.resolve("home" + servers.size());
        TestingIcebergRest server =
                new TestingIcebergRest(home, TestingPostgres.open(database, directory.resolve("warehouse"), home));
        servers.add(server);
        Map<String, String> properties =
                Map.of("uri", "http://" + server.address() + "/iceberg", "warehouse", TestingIcebergRest.CATALOG);
        return LakeCatalog.open(
                new CatalogDefinition("lake", CatalogType.REST, properties, Duration.ofMinutes(1)), home);
    }

    @AfterEach
    void stop() {
        servers.forEach(TestingIcebergRest::close);
    }
}
