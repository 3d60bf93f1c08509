package io.lakeflight.catalog;

import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** An internal catalog in a SQLite database, whose failures are told as Iceberg's. */
final class SqliteCatalog extends InternalCatalog {
    private static final int SQLITE_CONSTRAINT = 19;

    SqliteCatalog(Object hadoop) {
        super(hadoop, SerialConnection::new);
    }

    /** Where new tables go. */
    String warehouse() {
        return properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        try {
            super.createNamespace(namespace, metadata);
        } catch (UncheckedSQLException e) {
            // Two callers may both have found the name free; the primary key lets one of them win.
            if (e.getCause() instanceof SQLException cause && cause.getErrorCode() == SQLITE_CONSTRAINT) {
                throw new AlreadyExistsException(e, "Namespace already exists: %s", namespace);
            }
            throw e;
        }
    }
}
