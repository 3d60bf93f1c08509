package io.lakeflight.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * The one connection to a catalog's SQLite database, used by one caller at a time in order of arrival.
 *
 * <p>SQLite lets one writer in at a time anyway. Queueing before it rather than inside it is fair, never runs into
 * SQLite's busy timeout, and avoids the pool's own waiting, which can miss a signal and then sleeps a second.
 */
final class SerialConnection extends JdbcClientPool {
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;

    private final Lock turn = new ReentrantLock(true);

    SerialConnection(Map<String, String> properties) {
        super(1, properties.get(CatalogProperties.URI), properties);
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
            throws SQLException, InterruptedException {
        turn.lockInterruptibly();
        try {
            return super.run(action, retry);
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLITE_BUSY || e.getErrorCode() == SQLITE_LOCKED) {
                // Nothing was applied: the outcome is known, and the caller may try again.
                throw new CommitFailedException(e, "Another process holds the lock of the catalog database");
            }
            throw e;
        } finally {
            turn.unlock();
        }
    }
}
