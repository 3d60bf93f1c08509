package io.lakeflight.testing;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.client.ClientCookieMiddleware;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A stock Flight SQL client on a connection of its own: with cookies it has one session, without them it has one only
 * if it sends a header that names it. Closing it fails if a buffer of it leaked.
 */
public final class TestingClient implements AutoCloseable {
    private final BufferAllocator allocator;
    private final FlightClient flight;
    private final FlightSqlClient sql;

    /** A client with one session, of a server on this host. */
    public static TestingClient withCookies(BufferAllocator parent, int port) {
        BufferAllocator allocator = childOf(parent);
        return new TestingClient(
                allocator,
                FlightClient.builder(allocator, local(port))
                        .intercept(new ClientCookieMiddleware.Factory())
                        .build());
    }

    static TestingClient withoutCookies(BufferAllocator parent, int port) {
        BufferAllocator allocator = childOf(parent);
        return new TestingClient(
                allocator, FlightClient.builder(allocator, local(port)).build());
    }

    private TestingClient(BufferAllocator allocator, FlightClient flight) {
        this.allocator = allocator;
        this.flight = flight;
        this.sql = new FlightSqlClient(flight);
    }

    private static BufferAllocator childOf(BufferAllocator parent) {
        return parent.newChildAllocator("client", 0, Long.MAX_VALUE);
    }

    private static Location local(int port) {
        return Location.forGrpcInsecure("127.0.0.1", port);
    }

    public FlightSqlClient sql() {
        return sql;
    }

    public FlightClient flight() {
        return flight;
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    /** Runs a statement as a query and reads all its rows. */
    public Rows query(String statement) {
        return read(sql.execute(statement));
    }

    /** Runs a statement as an update and returns the affected rows. */
    public long update(String statement) {
        return sql.executeUpdate(statement);
    }

    /** Reads every endpoint of a result, one after the other. */
    public Rows read(FlightInfo info, CallOption... options) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FlightEndpoint endpoint : info.getEndpoints()) {
            try (ResultStream stream = open(endpoint.getTicket(), options)) {
                while (stream.next()) {
                    rows.addAll(ArrowValues.rows(stream.root()));
                }
            }
        }
        return new Rows(info.getSchemaOptional().orElseThrow(), rows);
    }

    /** Runs a statement as a query and opens its only endpoint. */
    public ResultStream open(String statement) {
        return open(sql.execute(statement));
    }

    public ResultStream open(FlightInfo info, CallOption... options) {
        if (info.getEndpoints().size() != 1) {
            throw new IllegalArgumentException("Expected one endpoint, got " + info.getEndpoints());
        }
        return open(info.getEndpoints().get(0).getTicket(), options);
    }

    public ResultStream open(Ticket ticket, CallOption... options) {
        return new ResultStream(sql.getStream(ticket, options));
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close a client", e);
        } finally {
            allocator.close();
        }
    }
}
