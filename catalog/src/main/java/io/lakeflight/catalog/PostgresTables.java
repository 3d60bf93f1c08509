package io.lakeflight.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The database tables of a catalog in PostgreSQL, those of Iceberg's JDBC catalog by name and columns.
 *
 * <p>Iceberg would make them too, but with its names compared as the database's language does, with short columns, and
 * not at all if any other schema of the database has tables of the same names.
 */
final class PostgresTables {
    private static final Set<String> MISSING = Set.of("42P01", "42703");

    private static final String PROBE = """
            SELECT t.iceberg_type, n.property_value FROM iceberg_tables t, iceberg_namespace_properties n LIMIT 0""";

    /** The lock, let go with the transaction, is for several servers that start at once. */
    private static final String CREATE = """
            SELECT pg_advisory_xact_lock(7341890221);
            CREATE TABLE IF NOT EXISTS iceberg_tables (
                catalog_name TEXT COLLATE "C" NOT NULL,
                table_namespace TEXT COLLATE "C" NOT NULL,
                table_name TEXT COLLATE "C" NOT NULL,
                metadata_location TEXT,
                previous_metadata_location TEXT,
                iceberg_type VARCHAR(5),
                PRIMARY KEY (catalog_name, table_namespace, table_name));
            ALTER TABLE iceberg_tables ADD COLUMN IF NOT EXISTS iceberg_type VARCHAR(5);
            CREATE TABLE IF NOT EXISTS iceberg_namespace_properties (
                catalog_name TEXT COLLATE "C" NOT NULL,
                namespace TEXT COLLATE "C" NOT NULL,
                property_key TEXT COLLATE "C",
                property_value TEXT,
                PRIMARY KEY (catalog_name, namespace, property_key))""";

    private PostgresTables() {}

    /** Creates what is missing. A user who may not create tables can be given ones that are there. */
    static void prepare(JdbcClientPool connections) {
        try {
            if (!connections.run(PostgresTables::areThere, true)) {
                connections.run(PostgresTables::create, true);
            }
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot prepare the catalog's tables in PostgreSQL");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while preparing the catalog's tables in PostgreSQL", e);
        }
    }

    private static boolean areThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PROBE);
            return true;
        } catch (SQLException e) {
            if (MISSING.contains(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** All statements are sent as one, which is one transaction. */
    private static boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(CREATE);
        }
    }
}
