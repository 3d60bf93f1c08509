package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a database that servers share. */
@ExtendWith(SharedPostgres.class)
class ITPostgresKeptForms extends KeptFormsContract {
    private final Map<String, String> database;
    private int servers;

    ITPostgresKeptForms(TestingPostgres postgres) {
        database = postgres.properties(postgres.createSchema());
    }

    @Override
    LakeCatalog open(CatalogCaches caches) {
        return open(database, caches);
    }

    private LakeCatalog open(Map<String, String> database, CatalogCaches caches) {
        servers++;
        return TestingPostgres.open(
                database, directory.resolve("warehouse"), directory.resolve("home" + servers), caches);
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.get("uri"), database.get("jdbc.user"), database.get("jdbc.password"));
    }

    @Test
    void userWhoMayCreateNoTablesHasACatalogThatKeepsNone() throws SQLException {
        TableIdentifier orders = TableIdentifier.of(LakeCatalog.DEFAULT_SCHEMA, "orders");
        try (LakeCatalog first = open(CatalogCaches.of(CacheConfig.DEFAULTS))) {
            assertThat(Catalogs.of(first).relations("lake", RelationFilter.ALL)).isEmpty();
        }
        Map<String, String> guest = guest();

        try (LakeCatalog lake = open(guest, new TestingForm(1).caches())) {
            lake.call(() -> lake.tables().createTable(orders, LakeCatalogContract.SCHEMA));
            List<Relation> relations = Catalogs.of(lake).relations("lake", RelationFilter.ALL);

            assertThat(relations).hasSize(1);
            assertThat(Catalogs.of(lake).keptForms("lake", relations, LakeCatalog.UNLIMITED))
                    .containsOnly(Optional.empty());
        }
    }

    @Test
    void tablesOfAnyCollationServe() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // As Iceberg makes it.
            statement.execute("CREATE TABLE iceberg_tables (catalog_name VARCHAR(255) NOT NULL,"
                    + " table_namespace VARCHAR(255) NOT NULL, table_name VARCHAR(255) NOT NULL,"
                    + " metadata_location VARCHAR(1000), previous_metadata_location VARCHAR(1000),"
                    + " iceberg_type VARCHAR(5), PRIMARY KEY (catalog_name, table_namespace, table_name))");
        }

        whatWasKeptOfDroppedTablesIsForgotten();
    }

    /** Who may use the tables that are there. */
    private Map<String, String> guest() throws SQLException {
        String schema = database.get("uri").replaceFirst(".*currentSchema=", "");
        String name = "guest_" + schema;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER " + name + " PASSWORD 'guest'");
            statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
            statement.execute("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO " + name);
        }
        Map<String, String> guest = new TreeMap<>(database);
        guest.put("jdbc.user", name);
        guest.put("jdbc.password", "guest");
        return guest;
    }
}
