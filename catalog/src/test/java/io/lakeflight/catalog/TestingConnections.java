package io.lakeflight.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** A pool of one connection whose database, when told to, goes away around its next commit and says nothing. */
final class TestingConnections extends JdbcClientPool {
    enum Fault {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        /** As before the commit, and not there again until told so. */
        FOR_GOOD
    }

    private volatile boolean isGone;

    private volatile Fault next = Fault.NONE;

    TestingConnections(Map<String, String> properties) {
        super(1, properties.get(CatalogProperties.URI), properties);
    }

    void fail(Fault fault) {
        isGone = false;
        next = fault;
    }

    /** The connection works for all that follows, as a new one would. */
    @Override
    protected Connection newClient() {
        Connection real = super.newClient();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Fault fault = next;
                        if (fault == Fault.FOR_GOOD
                                && (isGone || method.getName().equals("commit"))) {
                            isGone = true;
                            rollBack(real);
                            throw new SQLException("Connection reset", "08006");
                        }
                        if (fault == Fault.NONE
                                || fault == Fault.FOR_GOOD
                                || !method.getName().matches("commit|rollback|close")) {
                            return method.invoke(real, arguments);
                        }
                        if (method.getName().equals("close")) {
                            real.setAutoCommit(true);
                            next = Fault.NONE;
                            return null;
                        }
                        if (method.getName().equals("commit") && fault == Fault.AFTER_COMMIT) {
                            real.commit();
                        } else if (method.getName().equals("rollback")) {
                            real.rollback();
                        }
                        throw new SQLException("Connection reset", "08006");
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void rollBack(Connection real) throws SQLException {
        if (!real.getAutoCommit()) {
            real.rollback();
            real.setAutoCommit(true);
        }
    }
}
