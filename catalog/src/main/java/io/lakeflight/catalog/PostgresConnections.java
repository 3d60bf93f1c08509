package io.lakeflight.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.util.PropertyUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to a catalog's PostgreSQL database: few, checked before use, and with a limit on every wait.
 *
 * <p>Iceberg's own pool repeats whatever fails for a lost connection, also what the database may have done already, and
 * sleeps a second when it misses a signal; so only its interface is used.
 */
final class PostgresConnections extends JdbcClientPool {
    private static final Logger log = LoggerFactory.getLogger(PostgresConnections.class);

    private static final int MAX_CONNECTIONS = 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the five seconds that the pool may rest between attempts, so that a database that is back is found. */
    private static final Duration WAIT = Duration.ofSeconds(7);
    /** A server that went away in the middle of a transaction must not keep its rows from the others. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(5);
    /** Longer than the above, so that who waits for a row of a lost server gets it. */
    private static final Duration LOCK = Duration.ofSeconds(10);

    /** Iceberg's own properties among those of the driver. */
    private static final Set<String> NOT_OF_THE_DRIVER = Set.of("schema-version", "strict-mode", "init-catalog-tables");

    private final HikariDataSource source;

    /**
     * Connects for the first time.
     *
     * @param timeout longest time one statement may take
     * @throws RuntimeException if the database cannot be reached
     */
    PostgresConnections(String catalog, Duration timeout, Map<String, String> properties) {
        super(size(properties), properties.get(CatalogProperties.URI), properties);
        source = new HikariDataSource(config(catalog, timeout, properties));
    }

    private static int size(Map<String, String> properties) {
        return PropertyUtil.propertyAsInt(properties, CatalogProperties.CLIENT_POOL_SIZE, MAX_CONNECTIONS);
    }

    private static HikariConfig config(String catalog, Duration timeout, Map<String, String> properties) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("catalog-" + catalog);
        config.setJdbcUrl(properties.get(CatalogProperties.URI));
        config.setMaximumPoolSize(size(properties));
        config.setMinimumIdle(1);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(Math.max(250, shorter(WAIT, timeout).toMillis()));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(settings(timeout));
        config.addDataSourceProperty("ApplicationName", "lakeflight " + catalog);
        // Of several hosts, the one that knows the newest commits.
        config.addDataSourceProperty("targetServerType", "primary");
        config.addDataSourceProperty("connectTimeout", seconds(CONNECT));
        config.addDataSourceProperty("loginTimeout", seconds(CONNECT));
        config.addDataSourceProperty("socketTimeout", seconds(timeout));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        PropertyUtil.propertiesWithPrefix(properties, JdbcCatalog.PROPERTY_PREFIX)
                .forEach((key, value) -> {
                    if (!NOT_OF_THE_DRIVER.contains(key)) {
                        config.addDataSourceProperty(key, value);
                    }
                });
        return config;
    }

    /** What a commit may rely on, whatever the defaults of the database are. */
    private static String settings(Duration timeout) {
        return """
                SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d;
                SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off'""".formatted(timeout.toMillis(), shorter(LOCK, timeout).toMillis(), IDLE_IN_TRANSACTION.toMillis());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    /** Once only: Iceberg's catalog makes its changes by this. */
    @Override
    public <R> R run(Action<R, Connection, SQLException> action) throws SQLException, InterruptedException {
        return run(action, false);
    }

    /** @param repeat whether the action does no harm if it is done again after its connection was lost */
    @Override
    public <R> R run(Action<R, Connection, SQLException> action, boolean repeat)
            throws SQLException, InterruptedException {
        try {
            return runOnce(action);
        } catch (SQLException e) {
            if (!hasEnded(e)) {
                throw e;
            }
            // The database may have been restarted: then no connection from before is good.
            source.getHikariPoolMXBean().softEvictConnections();
            if (!repeat) {
                throw e;
            }
            return runOnce(action);
        }
    }

    /** Whether a connection that was there has ended; who got none has waited long enough. */
    private static boolean hasEnded(SQLException e) {
        boolean isGone = DatabaseFailure.of(e)
                .filter(failure -> failure == DatabaseFailure.CONNECTION || failure == DatabaseFailure.SHUTDOWN)
                .isPresent();
        return isGone && !(e instanceof SQLTransientConnectionException);
    }

    private <R> R runOnce(Action<R, Connection, SQLException> action) throws SQLException, InterruptedException {
        Connection connection = take();
        try {
            return action.run(connection);
        } finally {
            giveBack(connection);
        }
    }

    private Connection take() throws SQLException, InterruptedException {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("Interrupted while waiting for a connection to the database");
            }
            throw e;
        }
    }

    /** What the action has done stands, so this does not fail. */
    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection was lost after its use", e);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
