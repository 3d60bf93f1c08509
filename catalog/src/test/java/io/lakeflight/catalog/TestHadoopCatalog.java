package io.lakeflight.catalog;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's catalog in a directory, for one writer at a time. */
class TestHadoopCatalog extends LakeCatalogContract {
    @TempDir
    private Path home;

    @Override
    protected LakeCatalog open() {
        return LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.HADOOP,
                        Map.of("warehouse", "file:" + home.resolve("theirs")),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
    }
}
