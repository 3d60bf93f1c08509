package io.lakeflight.server.places;

import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableName;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a call of a procedure that would delete files which another table may have, before it has run. Dry runs too:
 * what they list is what would be deleted.
 */
public final class DeletionCheck {
    private static final String EXPIRY = "expire_snapshots";
    private static final String ORPHANS = "remove_orphan_files";

    private final Catalogs catalogs;
    private final KnownPlaces known = new KnownPlaces();

    private record Named(TableName name, Table table) {}

    public DeletionCheck(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** Reads the metadata of all tables there are that it does not know; of nothing but these calls. */
    public void require(Analysis analysis) {
        String procedure = analysis.getProcedure();
        if (procedure.equals(EXPIRY) || procedure.equals(ORPHANS)) {
            analysis.getWritesList().forEach(table -> require(procedure, table));
        }
    }

    private void require(String procedure, io.lakeflight.engine.protocol.TableName written) {
        try {
            named(written).flatMap(table -> refusal(procedure, table)).ifPresent(refusal -> {
                throw refusal;
            });
        } catch (CatalogUnavailableException e) {
            throw new QueryException(
                    ErrorCode.CATALOG_UNAVAILABLE,
                    "CALL %s for %s has deleted nothing: a table of any catalog may have files in the same directory, and %s"
                            .formatted(procedure, name(written, parts(written)), e.getMessage()),
                    e);
        }
    }

    private Optional<QueryException> refusal(String procedure, Named table) {
        TableLocations locations = new TableLocations(catalogs, known);
        Optional<TableLocations.Twin> twin = locations.sharing(table.name, table.table);
        if (twin.isPresent()) {
            return twin.map(other -> refusal(procedure, table, reason(table.name, other)));
        }
        if (procedure.equals(EXPIRY)) {
            return locations.unplaced().map(reason -> refusal(procedure, table, reason));
        }
        return locations
                .overlapping(table.name, table.table)
                .map(other ->
                        "its directory also has files of %s, or is in that one's, which would be taken for orphans; CREATE TABLE … AS SELECT gives the rows of one a directory of their own"
                                .formatted(other))
                .or(locations::unread)
                .map(reason -> refusal(procedure, table, reason));
    }

    private String reason(TableName table, TableLocations.Twin twin) {
        TableName other = twin.name();
        if (twin.isAtSameFile() && mayBeOne(table, other)) {
            return "%s is at the same metadata file: it is the same table, which two catalogs lead to, or a copy that was not written yet and may have the same files; if both catalogs lead to one service, remove one of them from the configuration, and drop neither table"
                    .formatted(other);
        }
        return "its directory is that of %s too, which may have the same files; DROP TABLE %s, without PURGE, and call it again"
                .formatted(other, droppable(other, table));
    }

    /** Whether two catalogs may lead to one entry, which would be gone if either name was dropped. */
    private boolean mayBeOne(TableName one, TableName other) {
        boolean isServed = type(one) == CatalogType.REST || type(other) == CatalogType.REST;
        boolean areAlike = (type(one) == CatalogType.HADOOP) == (type(other) == CatalogType.HADOOP);
        return !one.catalog().equals(other.catalog()) && (isServed || areAlike);
    }

    /** That of two names which can go without a file: in a catalog that is a directory, a table is its files. */
    private String droppable(TableName one, TableName other) {
        return (type(one) == CatalogType.HADOOP ? other : one).sql();
    }

    private @Nullable CatalogType type(TableName table) {
        return catalogs.find(table.catalog())
                .map(catalog -> catalog.definition().type())
                .orElse(null);
    }

    private static QueryException refusal(String procedure, Named table, String reason) {
        return new QueryException(
                ErrorCode.SHARED_FILES, "CALL %s for %s is not allowed: %s".formatted(procedure, table.name, reason));
    }

    /** Empty if there is none, as the engine will say. A branch or a metadata table has a name below its table's. */
    private Optional<Named> named(io.lakeflight.engine.protocol.TableName written) {
        Optional<LakeCatalog> catalog = catalogs.find(written.getCatalog());
        if (catalog.isEmpty()) {
            return Optional.empty();
        }
        for (List<String> parts = parts(written); parts.size() > 1; parts = parts.subList(0, parts.size() - 1)) {
            TableName name = name(written, parts);
            Optional<Table> table = load(catalog.get(), name.identifier());
            if (table.isPresent()) {
                return Optional.of(new Named(name, table.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Table> load(LakeCatalog catalog, TableIdentifier identifier) {
        try {
            return Optional.of(catalog.call(() -> catalog.tables().loadTable(identifier)))
                    .filter(BaseTable.class::isInstance);
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            return Optional.empty();
        }
    }

    private static List<String> parts(io.lakeflight.engine.protocol.TableName table) {
        List<String> parts = new ArrayList<>(table.getNamespaceList());
        parts.add(table.getName());
        return parts;
    }

    private static TableName name(io.lakeflight.engine.protocol.TableName table, List<String> parts) {
        int last = parts.size() - 1;
        return new TableName(table.getCatalog(), parts.subList(0, last), parts.get(last));
    }
}
