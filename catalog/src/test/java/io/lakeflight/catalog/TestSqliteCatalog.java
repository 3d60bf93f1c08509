package io.lakeflight.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Our own catalog in an SQLite file; two of them open at once are not supported, but keep to the contract. */
class TestSqliteCatalog extends InternalCatalogContract {
    @TempDir
    private Path home;

    @Override
    protected LakeCatalog open() {
        return LakeCatalog.open(CatalogDefinition.internal("lake"), home, new TestingForm(1).caches());
    }
}
