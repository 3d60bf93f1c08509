package io.lakeflight.server.http;

import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.SharedPostgres;
import io.lakeflight.catalog.TestingPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same suite, with the catalog in PostgreSQL. */
@ExtendWith(SharedPostgres.class)
class ITIcebergRestPostgresCatalog extends ITIcebergRestCatalog {
    private final Map<String, String> database;

    ITIcebergRestPostgresCatalog(TestingPostgres postgres) {
        database = postgres.properties(postgres.createSchema());
    }

    @Override
    LakeCatalog open(Path home, CatalogCaches caches) {
        return TestingPostgres.open(database, home.resolve("warehouse/lake"), home, caches);
    }
}
