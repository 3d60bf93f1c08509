package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.server.Version;
import io.lakeflight.testing.ResultStream;
import io.lakeflight.testing.Rows;
import io.lakeflight.testing.TestingClient;
import java.time.Duration;
import java.util.Optional;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A server as a Flight SQL client sees it: a statement takes from its sending to its last batch. */
public final class Lakeflight implements SystemUnderTest, AutoCloseable {
    private final LakeflightServer server;
    private final BufferAllocator allocator = new RootAllocator();
    private final TestingClient client;

    Lakeflight(LakeflightServer server) {
        this.server = server;
        this.client = TestingClient.withCookies(allocator, server.flightPort());
    }

    @Override
    public String name() {
        return "lakeflight";
    }

    @Override
    public String description() {
        return "Lakeflight " + Version.current() + ", " + server.configuration() + "; a Flight SQL client";
    }

    @Override
    public void use(String schema) {
        client.update("USE lake." + schema);
    }

    /** Changes tables that others read, too. */
    void update(String statement) {
        client.update(statement);
    }

    /** The rows of a statement, of which the caller reads as many as it wants. */
    ResultStream open(String statement) {
        return client.open(statement);
    }

    /** The only endpoint of an answer. */
    ResultStream open(FlightInfo info) {
        return client.open(info);
    }

    FlightSqlClient sql() {
        return client.sql();
    }

    @Override
    public Timing run(String statement) {
        long begun = System.nanoTime();
        long rows = 0;
        for (FlightEndpoint endpoint : client.sql().execute(statement).getEndpoints()) {
            try (ResultStream stream = client.open(endpoint.getTicket())) {
                while (stream.next()) {
                    rows += stream.root().getRowCount();
                }
            }
        }
        return new Timing(System.nanoTime() - begun, rows);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        Rows rows = client.query(statement);
        return Optional.of(new Answer(rows.names(), rows.types(), rows.texts()));
    }

    @Override
    public Duration processorTime() {
        return server.processorTime();
    }

    @Override
    public void close() {
        client.close();
        allocator.close();
    }
}
