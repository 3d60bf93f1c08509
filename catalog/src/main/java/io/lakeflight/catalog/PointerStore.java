package io.lakeflight.catalog;

import static java.util.stream.Collectors.groupingBy;

import io.lakeflight.storage.FullDisk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which metadata file each table of a catalog is at, in the database table of Iceberg's JDBC catalog.
 *
 * <p>The SQL is what SQLite and PostgreSQL both understand. Safe for concurrent use.
 */
final class PointerStore {
    private static final Logger log = LoggerFactory.getLogger(PointerStore.class);

    private static final String NAMED = " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?";
    private static final String IS_TABLE = " AND (iceberg_type = 'TABLE' OR iceberg_type IS NULL)";

    private static final String FIND = "SELECT metadata_location FROM iceberg_tables" + NAMED + IS_TABLE;
    private static final String FIND_SEVERAL =
            "SELECT table_namespace, table_name, metadata_location FROM iceberg_tables WHERE catalog_name = ?"
                    + " AND table_namespace = ? AND table_name IN (%s)" + IS_TABLE;
    private static final String TYPE = "SELECT iceberg_type FROM iceberg_tables" + NAMED;
    private static final String CREATE = """
        INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location, iceberg_type)
        VALUES (?, ?, ?, ?, 'TABLE')\
        """;
    private static final String REPLACE = "UPDATE iceberg_tables SET metadata_location = ?,"
            + " previous_metadata_location = ?" + NAMED + " AND metadata_location = ?" + IS_TABLE;
    /** Changes nothing, but holds the row until the transaction ends. */
    private static final String STAY = "UPDATE iceberg_tables SET metadata_location = metadata_location" + NAMED
            + " AND metadata_location = ?" + IS_TABLE;

    private static final String REMOVE = "DELETE FROM iceberg_tables" + NAMED + " AND metadata_location = ?" + IS_TABLE;

    private static final String LIST =
            "SELECT table_namespace, table_name, iceberg_type, metadata_location FROM iceberg_tables WHERE"
                    + " catalog_name = ?";
    /** Of any catalog of this database, those whose location has a text in it. */
    private static final String HAVING =
            "SELECT table_namespace, table_name, iceberg_type, metadata_location FROM iceberg_tables WHERE"
                    + " REPLACE(metadata_location, ?, '') <> metadata_location";

    private static final String IN_NAMESPACE = " AND table_namespace = ?";
    /** For a name with dots, which may be stored in several ways. */
    private static final String IN_SCHEMA = " AND REPLACE(table_namespace, ?, '.') = ?";

    private static final String OF_NAME = " AND table_name = ?";
    /** Beyond ASCII a letter may have another case that databases do not know of: such names are told apart later. */
    private static final String ALIKE = " AND (UPPER(table_name) LIKE ? ESCAPE '" + NameShape.LITERALLY
            + "' OR OCTET_LENGTH(table_name) <> LENGTH(table_name))";

    private static final String NAMESPACES = "SELECT table_namespace FROM iceberg_tables WHERE catalog_name = ?"
            + " UNION SELECT namespace FROM iceberg_namespace_properties WHERE catalog_name = ?";

    private final JdbcClientPool connections;
    private final String catalog;

    /** One row: a table or view, and the metadata file it is at. */
    record Pointer(TableIdentifier name, boolean isView, String location) {}

    PointerStore(JdbcClientPool connections, String catalog) {
        this.connections = connections;
        this.catalog = catalog;
    }

    /** The metadata file a table is at; empty if there is no such table. Reads no file. */
    Optional<String> find(TableIdentifier table) {
        try {
            return connections.run(connection -> selectOne(connection, FIND, table), true);
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot read where table %s is", table);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** As above, of several tables in one query; those that are missing have no entry. */
    Map<TableIdentifier, String> find(Collection<TableIdentifier> tables) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        Map<String, List<TableIdentifier>> byNamespace = tables.stream().collect(groupingBy(PointerStore::namespace));
        StringJoiner query = new StringJoiner(" UNION ALL ");
        List<String> values = new ArrayList<>();
        byNamespace.forEach((namespace, named) -> {
            query.add(FIND_SEVERAL.formatted(String.join(", ", Collections.nCopies(named.size(), "?"))));
            values.addAll(List.of(catalog, namespace));
            named.forEach(table -> values.add(table.name()));
        });
        Map<TableIdentifier, String> found = new HashMap<>();
        rows(
                query.toString(),
                values,
                row -> found.put(
                        TableIdentifier.of(TableName.namespace(row.getString(1)), row.getString(2)), row.getString(3)));
        return found;
    }

    /**
     * Takes a table out if it is at the given metadata file. False if it is not, or there is no such table.
     *
     * @throws UncheckedSQLException if the database failed; the table may be there or not
     */
    boolean remove(TableIdentifier table, String location) {
        try {
            return connections.run(connection -> {
                try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                    delete.setString(bindName(delete, 1, table), location);
                    return delete.executeUpdate() == 1;
                }
            });
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot drop table %s", table);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** All tables and views, or those of one schema, of one name, or both. Reads no file. */
    List<Pointer> list(Optional<String> schema, Optional<String> name) {
        return list(schema, name, Optional.empty());
    }

    /** As above, without most of those whose name has not the shape. */
    List<Pointer> list(Optional<String> schema, Optional<String> name, Optional<NameShape> shape) {
        List<String> values = new ArrayList<>(List.of(catalog));
        StringBuilder query = new StringBuilder(LIST);
        schema.ifPresent(wanted -> {
            boolean dotted = wanted.indexOf('.') >= 0;
            query.append(dotted ? IN_SCHEMA : IN_NAMESPACE);
            values.addAll(dotted ? List.of(StoredName.DOT_AS_STORED, wanted) : List.of(wanted));
        });
        name.ifPresent(wanted -> {
            query.append(OF_NAME);
            values.add(wanted);
        });
        shape.ifPresent(wanted -> {
            query.append(ALIKE);
            values.add(wanted.pattern());
        });
        return rows(query.toString(), values, PointerStore::pointer);
    }

    /**
     * A table whose metadata files are where this one is: most likely it has the same files under another name. Whoever
     * registers a table writes its location in a way of his own.
     */
    Optional<Pointer> inDirectoryOf(String metadataFile) {
        String directory = directory(metadataFile);
        // The names in it are the same however it is written, and the longest is in few others.
        String name = Stream.of(directory.split("/"))
                .filter(part -> !part.endsWith(":"))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        return rows(HAVING, List.of(name), PointerStore::pointer).stream()
                .filter(pointer -> directory(pointer.location()).equals(directory))
                .findFirst();
    }

    private static String directory(String file) {
        String location = WarehouseBoundary.normalized(file);
        return location.substring(0, location.lastIndexOf('/'));
    }

    private static Pointer pointer(ResultSet row) throws SQLException {
        TableIdentifier stored = TableIdentifier.of(TableName.namespace(row.getString(1)), row.getString(2));
        return new Pointer(StoredName.read(stored), "VIEW".equals(row.getString(3)), row.getString(4));
    }

    /** Every namespace that has tables, views or properties. */
    List<Namespace> namespaces() {
        return rows(
                NAMESPACES, List.of(catalog, catalog), row -> StoredName.read(TableName.namespace(row.getString(1))));
    }

    private <T> List<T> rows(String query, List<String> values, RowReader<T> reader) {
        try {
            return connections.run(connection -> {
                try (PreparedStatement select = connection.prepareStatement(query)) {
                    for (int index = 0; index < values.size(); index++) {
                        select.setString(index + 1, values.get(index));
                    }
                    List<T> rows = new ArrayList<>();
                    try (ResultSet result = select.executeQuery()) {
                        while (result.next()) {
                            rows.add(reader.read(result));
                        }
                    }
                    return rows;
                }
            });
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot list catalog %s", catalog);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Makes all steps in one transaction of the database, or none of them.
     *
     * <p>Rows are taken in the order of their names, so that no two transactions wait for each other.
     *
     * @throws CommitFailedException if a table is no longer where its step begins; nothing has changed
     * @throws AlreadyExistsException if a table to create is there already; nothing has changed
     * @throws CommitStateUnknownException if the database went away before it said whether it has committed
     * @throws UncheckedSQLException if the database cannot be reached, or not be written; nothing has changed
     */
    void move(List<PointerMove> moves) {
        List<PointerMove> ordered = moves.stream()
                .sorted(Comparator.comparing(
                        move -> namespace(move.table()) + '\0' + move.table().name()))
                .toList();
        try {
            // To be repeated by the pool: until COMMIT is sent nothing has happened, and what fails from there on is
            // not an exception of SQL's.
            connections.run(
                    connection -> {
                        inTransaction(connection, ordered);
                        return true;
                    },
                    true);
        } catch (CommitStateUnknownException e) {
            if (isUndone(ordered)) {
                throw new CommitFailedException(e, "The connection to the catalog's database was lost");
            }
            throw e;
        } catch (SQLException e) {
            // As a conflict it would be tried again.
            if (Reachability.isLost(e) || Reachability.isForbidden(e) || FullDisk.isCauseOf(e)) {
                throw new UncheckedSQLException(e, "The catalog's database cannot be reached or written");
            }
            throw new CommitFailedException(e, "The catalog's database refused the commit");
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Whether a transaction of unknown outcome has not happened, and cannot happen any more: then one of its moves can
     * still be made. The database, where the lost transaction may be at work yet, makes this wait for the row.
     */
    private boolean isUndone(List<PointerMove> moves) {
        Optional<PointerMove> proof =
                moves.stream().filter(move -> !move.staysInPlace()).findFirst();
        try {
            return proof.isPresent() && connections.run(connection -> couldApply(connection, proof.get()), true);
        } catch (SQLException | RuntimeException e) {
            log.warn("It cannot be learned whether a commit to {} has happened", proof, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean couldApply(Connection connection, PointerMove move) throws SQLException {
        connection.setAutoCommit(false);
        try {
            apply(connection, move);
            return true;
        } catch (CommitFailedException | AlreadyExistsException e) {
            return false;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void inTransaction(Connection connection, List<PointerMove> moves) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (PointerMove move : moves) {
                apply(connection, move);
            }
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            boolean isRolledBack = rollBack(connection, e);
            if (isRolledBack && !Reachability.isLost(e)) {
                throw e;
            }
            throw new CommitStateUnknownException(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The transaction has happened, and must not look as if it had not.
            log.debug("A connection was lost after a commit", e);
        }
    }

    /**
     * Whether the database confirmed that nothing of the transaction remains. If not, the connection is closed, since
     * its next user would carry the rest of the transaction into his own.
     */
    private static boolean rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            return true;
        } catch (SQLException e) {
            cause.addSuppressed(e);
            try {
                connection.close();
            } catch (SQLException closing) {
                cause.addSuppressed(closing);
            }
            return false;
        }
    }

    private void apply(Connection connection, PointerMove move) throws SQLException {
        if (move.from().isEmpty()) {
            create(connection, move);
        } else if (replace(connection, move, move.from().get()) != 1) {
            throw new CommitFailedException("Cannot commit to %s: it was changed or dropped meanwhile", move.table());
        }
    }

    private void create(Connection connection, PointerMove move) throws SQLException {
        if (exists(connection, move.table())) {
            boolean isView = selectOne(connection, TYPE, move.table())
                    .filter("VIEW"::equals)
                    .isPresent();
            throw new AlreadyExistsException(
                    isView ? "View with same name already exists: %s" : "Table already exists: %s", move.table());
        }
        try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
            bindName(insert, 1, move.table());
            insert.setString(4, move.to());
            insert.executeUpdate();
        } catch (SQLException e) {
            if (isTaken(e)) {
                throw new AlreadyExistsException(e, "Table already exists: %s", move.table());
            }
            throw e;
        }
    }

    private int replace(Connection connection, PointerMove move, String from) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(move.staysInPlace() ? STAY : REPLACE)) {
            int next = 1;
            if (!move.staysInPlace()) {
                update.setString(next++, move.to());
                update.setString(next++, from);
            }
            next = bindName(update, next, move.table());
            update.setString(next, from);
            return update.executeUpdate();
        }
    }

    private boolean exists(Connection connection, TableIdentifier table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TYPE)) {
            bindName(select, 1, table);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Optional<String> selectOne(Connection connection, String query, TableIdentifier table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            bindName(select, 1, table);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /** Fills in the three parameters of a name; returns the number of the one behind them. */
    private int bindName(PreparedStatement statement, int first, TableIdentifier table) throws SQLException {
        statement.setString(first, catalog);
        statement.setString(first + 1, namespace(table));
        statement.setString(first + 2, table.name());
        return first + 3;
    }

    private static String namespace(TableIdentifier table) {
        return String.join(".", table.namespace().levels());
    }

    /** Whether a change was refused because there is an entry of the same name. */
    static boolean isTaken(UncheckedSQLException e) {
        return e.getCause() instanceof SQLException cause && isTaken(cause);
    }

    private static boolean isTaken(SQLException e) {
        boolean hasIntegrityState = e.getSQLState() != null && e.getSQLState().startsWith("23");
        // SQLite has no states; this is the text of its error.
        boolean isSqliteConstraint = e.getMessage() != null && e.getMessage().contains("constraint failed");
        return e instanceof SQLIntegrityConstraintViolationException || hasIntegrityState || isSqliteConstraint;
    }

    private static CommitFailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommitFailedException(e, "Interrupted while waiting for the catalog's database");
    }
}
