package io.lakeflight.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

class TestSqliteKeptForms extends KeptFormsContract {
    @Override
    LakeCatalog open(CatalogCaches caches) {
        return LakeCatalog.open(CatalogDefinition.internal("lake"), directory, caches);
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state/catalogs/lake.db"));
    }
}
