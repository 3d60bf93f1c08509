package io.lakeflight.server.http;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.CatalogTests;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's suite for catalogs, by Iceberg's REST client against the REST service. */
class ITIcebergRestCatalog extends CatalogTests<RESTCatalog> {
    /** What the suite's tests of properties of the client's catalog expect to be set. */
    private static final Map<String, String> CLIENT = Map.of(
            "table-default.default-key1", "catalog-default-key1",
            "table-default.default-key2", "catalog-default-key2",
            "table-default.override-key3", "catalog-default-key3",
            "table-override.override-key3", "catalog-override-key3",
            "table-override.override-key4", "catalog-override-key4");

    @TempDir
    Path home;

    private TestingIcebergRest rest;
    private RESTCatalog catalog;

    @BeforeEach
    void start() {
        rest = new TestingIcebergRest(
                home, open(home, CatalogCaches.of(CacheConfig.DEFAULTS, FlightMetadata.schemaForm())));
        catalog = initCatalog("test", Map.of());
    }

    LakeCatalog open(Path home, CatalogCaches caches) {
        return LakeCatalog.open(CatalogDefinition.internal(TestingIcebergRest.CATALOG), home, caches);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    /**
     * A client that has the table already is told that it is unchanged, without a look at the file, which is missing
     * here; so this one asks each time like one that comes for the first time, and of a server that keeps no file.
     */
    @Override
    @Test
    public void testLoadTableWithMissingMetadataFile(@TempDir Path directory) throws IOException {
        RESTCatalog forgetful = new RESTCatalog() {
            @Override
            public Table loadTable(TableIdentifier table) {
                return rest.connect(CLIENT).loadTable(table);
            }
        };
        rest.close();
        rest = new TestingIcebergRest(home, open(home, CatalogCaches.of(new CacheConfig(0, 0, 0, 0, 0))));
        catalog = rest.connect(forgetful, CLIENT);
        super.testLoadTableWithMissingMetadataFile(directory);
    }

    @Override
    protected RESTCatalog catalog() {
        return catalog;
    }

    @Override
    protected RESTCatalog initCatalog(String name, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(CLIENT);
        all.putAll(properties);
        return rest.connect(all);
    }

    @Override
    protected String baseTableLocation(TableIdentifier table) {
        return rest.warehouse() + "/" + table.namespace() + "/" + table.name();
    }

    @Override
    protected boolean supportsNamespaceProperties() {
        return true;
    }

    @Override
    protected boolean supportsNestedNamespaces() {
        return true;
    }

    @Override
    protected boolean requiresNamespaceCreate() {
        return true;
    }

    @Override
    protected boolean supportsServerSideRetry() {
        return true;
    }

    @Override
    protected boolean supportsNamesWithSlashes() {
        return true;
    }

    @Override
    protected boolean supportsNamesWithDot() {
        return true;
    }
}
