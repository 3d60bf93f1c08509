package io.lakeflight.server.sample;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.client.ClientCookieMiddleware;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/** Creates the tables of TPC-H in {@code lake.tpch}, those that are missing. */
public final class SampleData {
    private static final List<String> TABLES =
            List.of("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");

    private final FlightSqlClient client;
    private final Consumer<String> progress;

    private SampleData(FlightSqlClient client, Consumer<String> progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * Creates what is missing; each table appears as a whole or not at all.
     *
     * @param flightPort of a server on this machine
     * @param scale TPC-H's scale factor
     * @param progress is told one line for each table that is created
     * @throws IllegalStateException if a table could not be created
     */
    @SuppressWarnings("try") // Closing may be interrupted, which is dealt with below.
    public static void create(int flightPort, BigDecimal scale, Consumer<String> progress) {
        // The temporary view and the statement that reads it need the same session, which a cookie names.
        try (BufferAllocator allocator = new RootAllocator();
                FlightClient connection = FlightClient.builder(
                                allocator, Location.forGrpcInsecure("127.0.0.1", flightPort))
                        .intercept(new ClientCookieMiddleware.Factory())
                        .build();
                FlightSqlClient client = new FlightSqlClient(connection)) {
            new SampleData(client, progress).createMissing(scale.toPlainString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Creating sample data was interrupted", e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot create sample data: " + e.getMessage(), e);
        }
    }

    private void createMissing(String scale) throws Exception {
        Set<String> existing = existingTables();
        if (existing.containsAll(TABLES)) {
            return;
        }
        client.executeUpdate("CREATE SCHEMA IF NOT EXISTS lake.tpch");
        for (int i = 0; i < TABLES.size(); i++) {
            String table = TABLES.get(i);
            if (!existing.contains(table)) {
                long rows = create(table, scale);
                progress.accept(String.format(
                        Locale.ROOT, "sample data: %s %d/%d, %,d rows", table, i + 1, TABLES.size(), rows));
            }
        }
    }

    private long create(String table, String scale) {
        client.executeUpdate("""
                CREATE OR REPLACE TEMPORARY VIEW sample_%1$s
                USING io.lakeflight.engine.spark.tpch.TpchSource
                OPTIONS (table '%1$s', scale '%2$s')""".formatted(table, scale));
        long rows = client.executeUpdate("CREATE TABLE lake.tpch.%1$s AS SELECT * FROM sample_%1$s".formatted(table));
        client.executeUpdate("DROP VIEW sample_" + table);
        return rows;
    }

    @SuppressWarnings("try") // As above.
    private Set<String> existingTables() throws Exception {
        Set<String> names = new HashSet<>();
        for (FlightEndpoint endpoint :
                client.getTables("lake", "tpch", null, null, false).getEndpoints()) {
            try (FlightStream stream = client.getStream(endpoint.getTicket())) {
                while (stream.next()) {
                    FieldVector column = stream.getRoot().getVector("table_name");
                    for (int row = 0; row < column.getValueCount(); row++) {
                        names.add(String.valueOf(column.getObject(row)));
                    }
                }
            }
        }
        return names;
    }
}
