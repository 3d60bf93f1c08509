package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMetadataWarmUp {
    private static final Schema COLUMNS = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private final RootAllocator allocator = new RootAllocator();
    private final ExecutorService streams = Executors.newCachedThreadPool();
    private final ClientCalls calls = new ClientCalls();
    private LakeCatalog lake;
    private Catalogs catalogs;
    private FlightMetadata metadata;
    private FlightServer server;

    @BeforeEach
    void open() throws IOException {
        lake = LakeCatalog.open("lake", home);
        lake.tables().createTable(TableIdentifier.of("default", "first"), COLUMNS);
        lake.tables().createTable(TableIdentifier.of("default", "second"), COLUMNS);
        lake.close();
        lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        metadata = new FlightMetadata(catalogs, allocator, "1");
        server = FlightServer.builder(
                        allocator, Location.forGrpcInsecure("127.0.0.1", 0), new MetadataProducer(metadata, streams) {})
                .build()
                .start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        catalogs.close();
        streams.shutdown();
        assertThat(streams.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        allocator.close();
    }

    @Test
    void columnsAreKnownBeforeSomebodyAsks() throws Exception {
        try (MetadataWarmUp warmUp = new MetadataWarmUp(catalogs, metadata, calls, 10)) {
            start(warmUp).get(1, TimeUnit.MINUTES);

            loseFiles();

            assertThat(listedColumns()).containsExactly(1, 1);
        }
    }

    @Test
    void noMoreTablesAreReadThanWanted() throws Exception {
        assertThat(metadata.readAhead("lake", 1, () -> true)).isEqualTo(1);

        loseFiles();

        assertThat(listedColumns()).containsExactly(1, 0);
    }

    @Test
    void schemasThatAreKeptAreKnownWithoutFiles() throws Exception {
        CatalogCaches caches = CatalogCaches.of(CacheConfig.DEFAULTS, FlightMetadata.schemaForm());
        try (LakeCatalog before = LakeCatalog.open(CatalogDefinition.internal("kept"), home, caches)) {
            before.tables().createTable(TableIdentifier.of("default", "first"), COLUMNS);
            before.tables().createTable(TableIdentifier.of("default", "second"), COLUMNS);
        }
        catalogs.add(LakeCatalog.open(CatalogDefinition.internal("kept"), home, caches));
        loseFiles();

        assertThat(metadata.keptAhead("kept", 1, () -> true)).isFalse();
        assertThat(metadata.keptAhead("kept", 10, () -> true)).isTrue();
        assertThat(metadata.keptAhead("lake", 10, () -> true)).isFalse();
    }

    @Test
    void catalogThatCannotBeReadIsLeft() throws Exception {
        catalogs.add(LakeCatalog.open("broken", home));
        Files.writeString(home.resolve("state/catalogs/broken.db"), "This is no database. ".repeat(1000));
        try (MetadataWarmUp warmUp = new MetadataWarmUp(catalogs, metadata, calls, 10)) {
            start(warmUp).get(1, TimeUnit.MINUTES);

            loseFiles();

            assertThat(listedColumns()).containsExactly(1, 1);
        }
    }

    @Test
    void clientsAtWorkComeFirst() throws Exception {
        TestingCall client = TestingCall.startIn(calls);
        try (MetadataWarmUp warmUp = new MetadataWarmUp(catalogs, metadata, calls, 10)) {
            CompletableFuture<Void> ended = start(warmUp);
            assertThat(calls.awaitNone(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200)))
                    .isFalse();
            assertThat(ended).isNotDone();

            client.end();

            ended.get(1, TimeUnit.MINUTES);
            loseFiles();
            assertThat(listedColumns()).containsExactly(1, 1);
        }
    }

    @Test
    void itEndsWithTheServer() throws Exception {
        TestingCall.startIn(calls);
        MetadataWarmUp warmUp = new MetadataWarmUp(catalogs, metadata, calls, 10);
        CompletableFuture<Void> ended = start(warmUp);

        warmUp.close();

        assertThat(ended).isDone();
    }

    @Test
    void itWaitsForWhatIsMoreUrgent() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        MetadataWarmUp warmUp = new MetadataWarmUp(catalogs, metadata, calls, 10);
        CompletableFuture<Void> ended = warmUp.start(
                givenUp -> {
                    asked.complete(null);
                    givenUp.join();
                },
                browser());
        asked.get(1, TimeUnit.MINUTES);
        assertThat(ended).isNotDone();

        warmUp.close();

        assertThat(ended).isDone();
    }

    private CompletableFuture<Void> start(MetadataWarmUp warmUp) {
        return warmUp.start(givenUp -> {}, browser());
    }

    private MetadataBrowser browser() {
        return new MetadataBrowser(new InetSocketAddress("127.0.0.1", server.getPort()), allocator);
    }

    private void loseFiles() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Of every table; 0 for one that could not be read. */
    private List<Integer> listedColumns() throws Exception {
        List<Integer> counts = new ArrayList<>();
        try (FlightSqlClient client = new FlightSqlClient(
                FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", server.getPort()))
                        .build())) {
            FlightInfo info = client.getTables("lake", null, null, null, true);
            try (FlightStream stream =
                    client.getStream(info.getEndpoints().get(0).getTicket())) {
                while (stream.next()) {
                    VarBinaryVector schemas = (VarBinaryVector) stream.getRoot().getVector("table_schema");
                    for (int row = 0; row < stream.getRoot().getRowCount(); row++) {
                        counts.add(MessageSerializer.deserializeSchema(new ReadChannel(
                                        Channels.newChannel(new ByteArrayInputStream(schemas.get(row)))))
                                .getFields()
                                .size());
                    }
                }
            }
        }
        return counts;
    }
}
