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
                    JdbcClientPool pool = new JdbcClientPool(properties.get(CatalogProperties.URI), properties);
                    connections.set(pool);
                    return pool;
                },
                true);
        this.connections = connections;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new ExternalTableOperations(super.newTableOps(table), TableName.of(name(), table));
    }

    /** Also one that cannot be read, which can be dropped. */
    @Override
    public boolean tableExists(TableIdentifier table) {
        try {
            return super.tableExists(table);
        } catch (UnreadableTableException e) {
            return true;
        }
    }

    /** As above. */
    @Override
    public boolean viewExists(TableIdentifier view) {
        try {
            return super.viewExists(view);
        } catch (UnreadableTableException e) {
            return true;
        }
    }

    /** Iceberg refuses views of a database whose layout has none. */
    @Override
    protected ViewOperations newViewOps(TableIdentifier view) {
        super.newViewOps(view);
        ExternalFileIo files = (ExternalFileIo) super.newTableOps(view).io();
        JdbcClientPool pool = requireNonNull(connections.get(), "not initialized");
        return new ExternalViewOperations(pool, files, name(), view, properties());
    }
}
