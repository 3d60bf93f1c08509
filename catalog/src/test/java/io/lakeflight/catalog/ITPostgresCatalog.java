package io.lakeflight.catalog;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Our own catalog in a PostgreSQL database that two servers share, each with a home of its own. */
@ExtendWith(SharedPostgres.class)
class ITPostgresCatalog extends InternalCatalogContract {
    private final Map<String, String> database;

    @TempDir
    private Path directory;

    private int servers;

    ITPostgresCatalog(TestingPostgres postgres) {
        database = postgres.properties(postgres.createSchema());
    }

    @Override
    protected LakeCatalog open() {
        servers++;
        return TestingPostgres.open(
                database,
                directory.resolve("warehouse"),
                directory.resolve("home" + servers),
                new TestingForm(1).caches());
    }
}
