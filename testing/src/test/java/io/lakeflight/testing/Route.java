package io.lakeflight.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;

/** A way by which stock clients send a statement that has effects. */
enum Route {
    DO_PUT_STATEMENT {
        @Override
        OptionalLong run(TestingCluster cluster, String statement) {
            try (TestingClient client = cluster.client()) {
                return OptionalLong.of(client.sql().executeUpdate(statement));
            }
        }
    },
    DO_PUT_PREPARED {
        @Override
        OptionalLong run(TestingCluster cluster, String statement) {
            try (TestingClient client = cluster.client();
                    FlightSqlClient.PreparedStatement prepared = client.sql().prepare(statement)) {
                return OptionalLong.of(prepared.executeUpdate());
            }
        }
    },
    FLIGHT_INFO_STATEMENT {
        @Override
        OptionalLong run(TestingCluster cluster, String statement) {
            try (TestingClient client = cluster.client()) {
                return fetchTwice(client, client.sql().execute(statement));
            }
        }
    },
    FLIGHT_INFO_PREPARED {
        @Override
        OptionalLong run(TestingCluster cluster, String statement) {
            try (TestingClient client = cluster.client();
                    FlightSqlClient.PreparedStatement prepared = client.sql().prepare(statement)) {
                return fetchTwice(client, prepared.execute());
            }
        }
    },
    JDBC_EXECUTE {
        @Override
        OptionalLong run(TestingCluster cluster, String text) throws SQLException {
            try (Connection connection = cluster.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(text);
                return OptionalLong.of(statement.getLargeUpdateCount());
            }
        }
    },
    JDBC_EXECUTE_UPDATE {
        @Override
        OptionalLong run(TestingCluster cluster, String text) throws SQLException {
            try (Connection connection = cluster.connect();
                    Statement statement = connection.createStatement()) {
                return OptionalLong.of(statement.executeUpdate(text));
            }
        }
    },
    /** The stock driver of Arrow 18.3 runs prepared updates as queries and tells no count (arrow-java#797). */
    JDBC_PREPARED {
        @Override
        OptionalLong run(TestingCluster cluster, String text) throws SQLException {
            try (Connection connection = cluster.connect();
                    PreparedStatement statement = connection.prepareStatement(text)) {
                statement.execute();
                return OptionalLong.empty();
            }
        }
    },
    JDBC_BATCH {
        @Override
        OptionalLong run(TestingCluster cluster, String text) throws SQLException {
            try (Connection connection = cluster.connect();
                    PreparedStatement statement = connection.prepareStatement(text)) {
                statement.addBatch();
                return OptionalLong.of(statement.executeBatch()[0]);
            }
        }
    };

    /** Runs the statement in a session of its own; returns the affected rows, if this route tells them. */
    abstract OptionalLong run(TestingCluster cluster, String statement) throws SQLException;

    private static OptionalLong fetchTwice(TestingClient client, FlightInfo info) {
        client.read(info);
        client.read(info);
        return OptionalLong.of(info.getRecords());
    }
}
