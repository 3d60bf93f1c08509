package io.lakeflight.server.flight;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of this server's own that lists tables with their columns, and asks for single ones.
 *
 * <p>It names a session that there never was, and so opens none: metadata is answered all the same.
 */
final class MetadataBrowser implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetadataBrowser.class);

    private static final int LISTINGS = 12;
    private static final int TABLES = 600;
    /** Of a larger catalog the first so many rows are enough. */
    private static final int ROWS = 3_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManagedChannel channel;
    private final FlightSqlClient client;
    private final CallOption[] options;

    /** One table's name, as a listing told it. */
    private record Named(String schema, String table) {}

    MetadataBrowser(SocketAddress server, BufferAllocator allocator) {
        channel = NettyChannelBuilder.forAddress(server).usePlaintext().build();
        client = new FlightSqlClient(FlightGrpcUtils.createFlightClient(allocator, channel));
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("cookie", SessionCookie.NAME + "=none");
        options = new CallOption[] {
            new HeaderCallOption(headers), CallOptions.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        };
    }

    void connect() {
        read(client.getTableTypes(options));
    }

    /** Lists the catalogs in turn, and one table of each. */
    void browse(List<String> catalogs, BooleanSupplier goesOn) {
        int listings = 0;
        while (!catalogs.isEmpty() && listings < LISTINGS) {
            for (String catalog : catalogs) {
                if (!goesOn.getAsBoolean()) {
                    return;
                }
                listings++;
                Optional<Named> table = read(client.getTables(catalog, null, null, null, true, options));
                for (int call = 0; call < TABLES / LISTINGS && table.isPresent() && goesOn.getAsBoolean(); call++) {
                    read(client.getTables(
                            catalog, table.get().schema(), table.get().table(), null, true, options));
                }
            }
        }
    }

    /** The name in the first row, if there are names. */
    private Optional<Named> read(FlightInfo info) {
        Optional<Named> first = Optional.empty();
        int rows = 0;
        try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), options)) {
            while (rows < ROWS && stream.next()) {
                if (rows == 0 && stream.getRoot().getRowCount() > 0) {
                    first = first(stream);
                }
                rows += stream.getRoot().getRowCount();
            }
            return first;
        } catch (FlightRuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Named> first(FlightStream stream) {
        return stream.getRoot().getVector("db_schema_name") instanceof VarCharVector schemas
                        && stream.getRoot().getVector("table_name") instanceof VarCharVector tables
                ? Optional.of(new Named(text(schemas), text(tables)))
                : Optional.empty();
    }

    private static String text(VarCharVector names) {
        return new String(names.get(0), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (Exception e) {
            log.debug("A client that is not needed any more", e);
        }
        channel.shutdownNow();
    }
}
