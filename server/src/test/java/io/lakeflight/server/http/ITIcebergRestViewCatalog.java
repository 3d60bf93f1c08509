package io.lakeflight.server.http;

import io.lakeflight.catalog.LakeCatalog;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.ViewCatalogTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's suite for catalogs of views, by Iceberg's REST client against the REST service. */
class ITIcebergRestViewCatalog extends ViewCatalogTests<RESTCatalog> {
    /** What the suite's tests of properties of the client's catalog expect to be set. */
    private static final Map<String, String> CLIENT = Map.of(
            "view-default.key1", "catalog-default-key1",
            "view-default.key2", "catalog-default-key2",
            "view-default.key3", "catalog-default-key3",
            "view-override.key3", "catalog-override-key3",
            "view-override.key4", "catalog-override-key4");

    @TempDir
    Path home;

    private TestingIcebergRest rest;
    private RESTCatalog catalog;

    @BeforeEach
    void start() {
        rest = new TestingIcebergRest(home, open(home));
        catalog = rest.connect(CLIENT);
    }

    LakeCatalog open(Path home) {
        return LakeCatalog.open(TestingIcebergRest.CATALOG, home);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Override
    protected RESTCatalog catalog() {
        return catalog;
    }

    @Override
    protected Catalog tableCatalog() {
        return catalog;
    }

    @Override
    protected String viewLocation(String... paths) {
        return rest.warehouse() + "/views/" + String.join("/", paths);
    }

    @Override
    protected boolean requiresNamespaceCreate() {
        return true;
    }

    @Override
    protected boolean supportsServerSideRetry() {
        return true;
    }
}
