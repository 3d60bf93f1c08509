package io.lakeflight.server.places;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableName;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which tables are to be dropped without their files though the files should go too: another table, of any catalog,
 * may have the same ones.
 */
public final class PurgeCheck {
    private static final Logger log = LoggerFactory.getLogger(PurgeCheck.class);

    private final Catalogs catalogs;
    private final KnownPlaces known = new KnownPlaces();

    public PurgeCheck(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /**
     * Whether the files of a table can be deleted as far as other tables are concerned; if not, the log tells why. It asks
     * where every table there is has files; of ours, those that have not changed are known.
     *
     * @throws CatalogUnavailableException if the catalog of the table itself is out of reach
     */
    public boolean allows(LakeCatalog catalog, TableIdentifier identifier) {
        TableName name = TableName.of(catalog.name(), identifier);
        Optional<String> reason = reason(catalog, name);
        reason.ifPresent(why -> log.warn("Table {} is dropped without its files: {}", name, why));
        return reason.isEmpty();
    }

    /** Empty also if there is no such table, as whoever drops it will say. */
    private Optional<String> reason(LakeCatalog catalog, TableName name) {
        try {
            Table table = catalog.call(() -> catalog.tables().loadTable(name.identifier()));
            return table instanceof BaseTable ? reason(name, table) : Optional.empty();
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            return Optional.empty();
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of("it cannot be read: " + catalog.reason(e));
        }
    }

    private Optional<String> reason(TableName name, Table table) {
        try {
            TableLocations locations = new TableLocations(catalogs, known);
            return locations
                    .sharing(name, table)
                    .map(twin -> "its directory is that of " + twin.name() + " too, which may have the same files")
                    .or(locations::unplaced);
        } catch (CatalogUnavailableException e) {
            return Optional.of("a table of any catalog may have the same files, and " + e.getMessage());
        }
    }
}
