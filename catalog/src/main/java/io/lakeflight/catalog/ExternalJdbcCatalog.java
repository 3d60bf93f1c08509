package io.lakeflight.catalog;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.view.ViewOperations;

/** Iceberg's JDBC catalog of somebody else, for clients that are not trusted. Iceberg makes one by its class name. */
public final class ExternalJdbcCatalog extends JdbcCatalog {
    /** What the JDBC catalog opens while it is initialized, and keeps to itself. */
    private final AtomicReference<JdbcClientPool> connections;

    public ExternalJdbcCatalog() {
        this(new AtomicReference<>());
    }

    private ExternalJdbcCatalog(AtomicReference<JdbcClientPool> connections) {
        super(
                null,
                properties -> {
                    connections.set(new JdbcClientPool(properties.get(CatalogProperties.URI), properties));
                    return connections.get();
                },
                true);
        this.connections = connections;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new ExternalTableOperations(super.newTableOps(table), TableName.of(name(), table));
    }

    /** Iceberg's refuse views of a database whose layout has none. */
    @Override
    protected ViewOperations newViewOps(TableIdentifier view) {
        super.newViewOps(view);
        ExternalFileIo files = (ExternalFileIo) super.newTableOps(view).io();
        JdbcClientPool pool = requireNonNull(connections.get(), "not initialized");
        return new ExternalViewOperations(pool, files, name(), view, properties());
    }
}
