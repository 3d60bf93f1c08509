package io.lakeflight.catalog;

import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;

/** Iceberg's catalog in a directory of somebody else, for clients that are not trusted. Iceberg makes one by its class name. */
public final class ExternalHadoopCatalog extends HadoopCatalog {
    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new ExternalTableOperations(super.newTableOps(table), TableName.of(name(), table));
    }
}
