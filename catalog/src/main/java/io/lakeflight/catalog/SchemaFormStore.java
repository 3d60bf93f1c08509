package io.lakeflight.catalog;

import static java.util.stream.Collectors.groupingBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.iceberg.ClientPool.Action;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Forms of schemas in a database table of their own, each with the metadata file that it is of: one whose table is at
 * another file by now is of no use. Losing all of it costs nothing but time.
 *
 * <p>Whoever changes its columns gives the database table another name: servers of two builds may share it. Names are as
 * they are stored. Safe for concurrent use.
 */
final class SchemaFormStore {
    private static final String PROBE = """
            SELECT catalog_name, table_namespace, table_name, metadata_location, form_version, form
            FROM lakeflight_schema_forms LIMIT 0""";

    private static final String FIND = "SELECT table_namespace, table_name, metadata_location, form"
            + " FROM lakeflight_schema_forms WHERE catalog_name = ? AND table_namespace = ? AND table_name IN (%s)"
            + " AND form_version = ";
    private static final String KEEP = "INSERT INTO lakeflight_schema_forms"
            + " (catalog_name, table_namespace, table_name, metadata_location, form_version, form) VALUES %s"
            + " ON CONFLICT (catalog_name, table_namespace, table_name) DO UPDATE SET"
            + " metadata_location = excluded.metadata_location, form_version = excluded.form_version,"
            + " form = excluded.form";
    private static final String ROW = "(?, ?, ?, ?, ?, ?)";

    private final JdbcClientPool connections;
    private final Dialect dialect;
    private final String catalog;
    private final int version;

    /** A form, and the metadata file whose schema it is of. */
    record Form(String location, byte[] bytes) {}

    /** What the databases do not have in common. */
    enum Dialect {
        SQLITE("TEXT", "BLOB", "BINARY", ""),
        /** The lock, let go with the transaction, is for several servers that start at once. */
        POSTGRES("TEXT COLLATE \"C\"", "BYTEA", "\"C\"", "SELECT pg_advisory_xact_lock(7341890222);");

        private final String create;
        private final String forgetDropped;

        Dialect(String name, String bytes, String collation, String before) {
            create = before + """
                    CREATE TABLE IF NOT EXISTS lakeflight_schema_forms (
                        catalog_name %1$s NOT NULL,
                        table_namespace %1$s NOT NULL,
                        table_name %1$s NOT NULL,
                        metadata_location TEXT NOT NULL,
                        form_version INTEGER NOT NULL,
                        form %2$s NOT NULL,
                        PRIMARY KEY (catalog_name, table_namespace, table_name))""".formatted(name, bytes);
            // The pointers may be in a table that somebody else made, whose names are compared in another way.
            forgetDropped = """
                    DELETE FROM lakeflight_schema_forms WHERE catalog_name = ? AND NOT EXISTS (
                        SELECT 1 FROM iceberg_tables t WHERE t.catalog_name = ?
                        AND t.table_namespace = lakeflight_schema_forms.table_namespace COLLATE %1$s
                        AND t.table_name = lakeflight_schema_forms.table_name COLLATE %1$s)""".formatted(collation);
        }
    }

    /** @param version of the forms that are kept and found; others are as if they were not there */
    SchemaFormStore(JdbcClientPool connections, Dialect dialect, String catalog, int version) {
        this.connections = connections;
        this.dialect = dialect;
        this.catalog = catalog;
        this.version = version;
    }

    /** Creates the database table if it is missing; a user who may not can be given one that is there. */
    void prepare() throws SQLException {
        run(connection -> {
            if (!isThere(connection)) {
                try (Statement create = connection.createStatement()) {
                    create.execute(dialect.create);
                }
            }
            return true;
        });
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (Statement probe = connection.createStatement()) {
            probe.execute(PROBE);
            return true;
        } catch (SQLException e) {
            if (Reachability.isLost(e)) {
                throw e;
            }
            // Whatever it is, creating it says so too.
            return false;
        }
    }

    /** All forms that are kept of some tables and views, whatever their metadata files. */
    Map<TableIdentifier, Form> find(Collection<TableIdentifier> names) throws SQLException {
        Map<String, List<TableIdentifier>> byNamespace = names.stream().collect(groupingBy(SchemaFormStore::namespace));
        StringJoiner query = new StringJoiner(" UNION ALL ");
        List<String> values = new ArrayList<>();
        byNamespace.forEach((namespace, named) -> {
            query.add(FIND.formatted(String.join(", ", Collections.nCopies(named.size(), "?"))) + version);
            values.addAll(List.of(catalog, namespace));
            named.forEach(name -> values.add(name.name()));
        });
        Map<TableIdentifier, Form> found = new HashMap<>();
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(query.toString())) {
                for (int index = 0; index < values.size(); index++) {
                    select.setString(index + 1, values.get(index));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.put(
                                TableIdentifier.of(TableName.namespace(rows.getString(1)), rows.getString(2)),
                                new Form(rows.getString(3), rows.getBytes(4)));
                    }
                }
            }
            return found;
        });
    }

    /** Instead of what was kept of the same names; all of it or nothing. */
    void keep(Map<TableIdentifier, Form> forms) throws SQLException {
        if (forms.isEmpty()) {
            return;
        }
        // By name, so that two servers do not wait for each other.
        SortedMap<String, Map.Entry<TableIdentifier, Form>> ordered = new TreeMap<>();
        forms.entrySet()
                .forEach(entry -> ordered.put(
                        namespace(entry.getKey()) + '\0' + entry.getKey().name(), entry));
        run(connection -> {
            String rows = String.join(", ", Collections.nCopies(ordered.size(), ROW));
            try (PreparedStatement insert = connection.prepareStatement(KEEP.formatted(rows))) {
                int next = 1;
                for (Map.Entry<TableIdentifier, Form> entry : ordered.values()) {
                    TableIdentifier name = entry.getKey();
                    Form form = entry.getValue();
                    insert.setString(next++, catalog);
                    insert.setString(next++, namespace(name));
                    insert.setString(next++, name.name());
                    insert.setString(next++, form.location());
                    insert.setInt(next++, version);
                    insert.setBytes(next++, form.bytes());
                }
                return insert.executeUpdate();
            }
        });
    }

    /** What was kept of tables and views that are not there any more under their names. */
    void forgetDropped() throws SQLException {
        run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(dialect.forgetDropped)) {
                delete.setString(1, catalog);
                delete.setString(2, catalog);
                return delete.executeUpdate();
            }
        });
    }

    /** To be repeated by the pool: doing any of this twice does no harm. */
    private <T> T run(Action<T, Connection, SQLException> action) throws SQLException {
        try {
            return connections.run(action, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the database of catalog " + catalog, e);
        }
    }

    private static String namespace(TableIdentifier name) {
        return String.join(".", name.namespace().levels());
    }
}
