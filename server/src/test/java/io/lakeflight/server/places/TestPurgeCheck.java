package io.lakeflight.server.places;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.CountingFileIO;
import io.lakeflight.catalog.LakeCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a server that keeps no metadata file in memory. */
class TestPurgeCheck {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final TableIdentifier ITEMS = TableIdentifier.of("default", "items");
    private static final TableIdentifier TWIN = TableIdentifier.of("default", "twin");

    @TempDir
    private Path home;

    private final String counted = UUID.randomUUID().toString();
    private LakeCatalog lake;
    private Catalogs catalogs;
    private PurgeCheck purges;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(counted),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home,
                CatalogCaches.of(new CacheConfig(0, 0, 0, 0, 0)));
        catalogs = Catalogs.of(lake);
        purges = new PurgeCheck(catalogs);
        lake.tables().createTable(ORDERS, SCHEMA);
        lake.tables().createTable(ITEMS, SCHEMA);
    }

    @AfterEach
    void close() {
        catalogs.close();
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() {
        assertThat(purges.allows(lake, ORDERS)).isTrue();
        CountingFileIO.takeReads(counted);

        assertThat(purges.allows(lake, ORDERS)).isTrue();
        List<String> own = CountingFileIO.takeReads(counted);
        assertThat(own).containsExactly(metadataFile(ORDERS));

        lake.tables().loadTable(ITEMS).updateProperties().set("a", "1").commit();
        CountingFileIO.takeReads(counted);
        assertThat(purges.allows(lake, ORDERS)).isTrue();
        List<String> reads = CountingFileIO.takeReads(counted);
        assertThat(reads).containsExactly(metadataFile(ORDERS), metadataFile(ITEMS));
    }

    @Test
    void filesOfAnotherTableAreSeenHoweverOftenOneHasLooked() {
        assertThat(purges.allows(lake, ORDERS)).isTrue();

        lake.tables().registerTable(TWIN, metadataFile(ORDERS));
        assertThat(purges.allows(lake, ORDERS)).isFalse();

        lake.tables().dropTable(TWIN, false);
        assertThat(purges.allows(lake, ORDERS)).isTrue();

        // Another table that comes to have its files where this one's are.
        Table items = lake.tables().loadTable(ITEMS);
        items.updateLocation()
                .setLocation(lake.tables().loadTable(ORDERS).location())
                .commit();
        assertThat(purges.allows(lake, ORDERS)).isFalse();
    }

    private String metadataFile(TableIdentifier table) {
        String file = ((HasTableOperations) lake.tables().loadTable(table))
                .operations()
                .current()
                .metadataFileLocation();
        CountingFileIO.takeReads(counted);
        return file;
    }
}
