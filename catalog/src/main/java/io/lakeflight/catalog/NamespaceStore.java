package io.lakeflight.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ClientPool.Action;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Which namespaces a catalog's database has, by names as they are stored.
 *
 * <p>Iceberg's JDBC catalog looks for those within another by {@code LIKE}, for which SQLite takes {@code A} for
 * {@code a}, and PostgreSQL a backslash for an escape.
 */
final class NamespaceStore {
    private static final String DEFINED =
            "SELECT 1 FROM iceberg_namespace_properties WHERE catalog_name = ? AND namespace = ? LIMIT 1";
    private static final String AT_OR_WITHIN = """
            SELECT namespace FROM iceberg_namespace_properties
            WHERE catalog_name = ? AND (namespace = ? OR substr(namespace, 1, ?) = ?)
            UNION
            SELECT table_namespace FROM iceberg_tables
            WHERE catalog_name = ? AND (table_namespace = ? OR substr(table_namespace, 1, ?) = ?)""";

    private final JdbcClientPool connections;
    private final String catalog;

    NamespaceStore(JdbcClientPool connections, String catalog) {
        this.connections = connections;
        this.catalog = catalog;
    }

    /** Also of a namespace that only has tables or other namespaces in it. */
    boolean exists(Namespace namespace) {
        return run(connection -> isDefined(connection, namespace)
                || !atOrWithin(connection, namespace).isEmpty());
    }

    /** The namespaces directly within another, which need not be there. */
    List<Namespace> within(Namespace parent) {
        int length = parent.length() + 1;
        return run(connection -> atOrWithin(connection, parent)).stream()
                .filter(found -> found.length() >= length)
                .map(found ->
                        Namespace.of(List.of(found.levels()).subList(0, length).toArray(String[]::new)))
                .distinct()
                .toList();
    }

    private <T> T run(Action<T, Connection, SQLException> query) {
        try {
            return connections.run(query, true);
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot read the namespaces of catalog %s", catalog);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the namespaces of catalog " + catalog, e);
        }
    }

    private boolean isDefined(Connection connection, Namespace namespace) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DEFINED)) {
            select.setString(1, catalog);
            select.setString(2, joined(namespace));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Set<Namespace> atOrWithin(Connection connection, Namespace namespace) throws SQLException {
        String name = joined(namespace);
        String start = name + ".";
        try (PreparedStatement select = connection.prepareStatement(AT_OR_WITHIN)) {
            for (int first = 1; first <= 5; first += 4) {
                select.setString(first, catalog);
                select.setString(first + 1, name);
                select.setInt(first + 2, start.codePointCount(0, start.length()));
                select.setString(first + 3, start);
            }
            Set<Namespace> found = new LinkedHashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(TableName.namespace(rows.getString(1)));
                }
            }
            return found;
        }
    }

    private static String joined(Namespace namespace) {
        return String.join(".", namespace.levels());
    }
}
