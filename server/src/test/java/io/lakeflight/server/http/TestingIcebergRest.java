package io.lakeflight.server.http;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.rest.RESTCatalog;

/** A real HTTP server over a catalog of its own, and real Iceberg clients of it; closing closes all of them. */
final class TestingIcebergRest implements AutoCloseable {
    static final String CATALOG = "lake";

    private final Path home;
    private final Catalogs catalogs;
    private final HttpServer server;
    private final List<RESTCatalog> clients = new ArrayList<>();

    TestingIcebergRest(Path home) {
        this(home, new HttpConfig("127.0.0.1", 0));
    }

    TestingIcebergRest(Path home, HttpConfig config) {
        this(home, LakeCatalog.open(CATALOG, home), config);
    }

    /** Serves a catalog that is opened already, and is closed with the server. */
    TestingIcebergRest(Path home, LakeCatalog lake) {
        this(home, lake, new HttpConfig("127.0.0.1", 0));
    }

    private TestingIcebergRest(Path home, LakeCatalog lake, HttpConfig config) {
        this.home = home;
        catalogs = Catalogs.of(lake);
        server = HttpServer.start(config, catalogs, () -> true);
    }

    RESTCatalog connect(Map<String, String> properties) {
        return connect("http://" + server.address(), properties);
    }

    RESTCatalog connect(String address, Map<String, String> properties) {
        return connect(new RESTCatalog(), address, properties);
    }

    /** Connects a client of a kind of its own. */
    RESTCatalog connect(RESTCatalog client, Map<String, String> properties) {
        return connect(client, "http://" + server.address(), properties);
    }

    RESTCatalog connect(RESTCatalog client, String address, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(CatalogProperties.URI, address + "/iceberg");
        all.put(CatalogProperties.WAREHOUSE_LOCATION, CATALOG);
        client.setConf(new Configuration());
        client.initialize("test", all);
        clients.add(client);
        return client;
    }

    Catalogs catalogs() {
        return catalogs;
    }

    LakeCatalog lake() {
        return catalogs.find(CATALOG).orElseThrow();
    }

    /** Where tables may be, without a slash at the end. */
    String warehouse() {
        return "file:" + home.toAbsolutePath().normalize().resolve("warehouse/lake");
    }

    String address() {
        return server.address();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address() + path));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static Path metadataFile(Table table) {
        String location = ((BaseTable) table).operations().current().metadataFileLocation();
        return Path.of(location.substring("file:".length()));
    }

    /** A file of ten rows that nobody reads. */
    static DataFile dataFile(String path) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(100)
                .withRecordCount(10)
                .build();
    }

    @Override
    public void close() {
        try {
            for (RESTCatalog client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.close();
        catalogs.close();
    }
}
