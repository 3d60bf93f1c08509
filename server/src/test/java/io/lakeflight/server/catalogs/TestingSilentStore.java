package io.lakeflight.server.catalogs;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.LakeCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A server on this machine that takes connections and never answers: a REST catalog, or an S3 store, in trouble. */
public final class TestingSilentStore implements AutoCloseable {
    private final ServerSocket socket;

    public TestingSilentStore() {
        try {
            socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** A catalog of somebody else that does not answer. */
    public CatalogDefinition restCatalog(String name) {
        return new CatalogDefinition(
                name, CatalogType.REST, Map.of("uri", address()), CatalogDefinition.DEFAULT_TIMEOUT);
    }

    /**
     * A catalog whose names are here and whose files are not to be had.
     *
     * @param wait how long its client waits for an answer, each of four times
     */
    public LakeCatalog openS3Catalog(String name, Path home, Duration wait, int tables) throws SQLException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "warehouse",
                "s3://bucket/" + name,
                "s3.endpoint",
                address(),
                "s3.path-style-access",
                "true",
                "s3.access-key-id",
                "id",
                "s3.secret-access-key",
                "secret",
                "http-client.apache.socket-timeout-ms",
                Long.toString(wait.toMillis())));
        LakeCatalog catalog = LakeCatalog.open(
                new CatalogDefinition(name, CatalogType.INTERNAL, properties, CatalogDefinition.DEFAULT_TIMEOUT), home);
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("state/catalogs/" + name + ".db"));
                PreparedStatement insert = database.prepareStatement("""
                        INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location, iceberg_type)
                        VALUES (?, 'default', ?, ?, 'TABLE')""")) {
            for (int table = 0; table < tables; table++) {
                insert.setString(1, name);
                insert.setString(2, "t" + table);
                insert.setString(3, "s3://bucket/%s/t/metadata/%s.metadata.json".formatted(name, UUID.randomUUID()));
                insert.execute();
            }
        }
        return catalog;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
