package io.lakeflight.catalog;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's JDBC catalog in PostgreSQL, as a team may have it already. */
@ExtendWith(SharedPostgres.class)
class ITJdbcCatalog extends SharedCatalogContract {
    private final Map<String, String> properties;

    @TempDir
    private Path home;

    ITJdbcCatalog(TestingPostgres postgres) {
        properties = new TreeMap<>(postgres.properties(postgres.createDatabase()));
    }

    @Override
    protected LakeCatalog open() {
        properties.put("warehouse", "file:" + home.resolve("theirs"));
        properties.put("jdbc.schema-version", "V1");
        return LakeCatalog.open(
                new CatalogDefinition("lake", CatalogType.JDBC, properties, CatalogDefinition.DEFAULT_TIMEOUT), home);
    }
}
