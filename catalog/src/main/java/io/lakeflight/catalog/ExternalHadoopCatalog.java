package io.lakeflight.catalog;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Iceberg's catalog in a directory of somebody else, for clients not trusted. Iceberg makes one by its class name. */
public final class ExternalHadoopCatalog extends HadoopCatalog {
    private static final Logger log = LoggerFactory.getLogger(ExternalHadoopCatalog.class);

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

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        try {
            return super.dropTable(table, purge);
        } catch (UnreadableTableException e) {
            log.warn("Only the directory of table {} is deleted, since its metadata cannot be read", table, e);
            return deleteDirectory(table);
        }
    }

    private boolean deleteDirectory(TableIdentifier table) {
        Path directory = new Path(defaultWarehouseLocation(table));
        try {
            return directory.getFileSystem(getConf()).delete(directory, true);
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Failed to delete the directory of table %s", table);
        }
    }
}
