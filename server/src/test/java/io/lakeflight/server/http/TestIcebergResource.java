package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TestIcebergResource {
    private static final Namespace DEFAULT = Namespace.of("default");
    private static final TableIdentifier ORDERS = TableIdentifier.of(DEFAULT, "orders");
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "note", Types.StringType.get(), "free text"));

    @TempDir
    Path home;

    private Catalogs catalogs;
    private HttpServer server;
    private RESTCatalog client;

    @BeforeEach
    void start() {
        catalogs = Catalogs.of(LakeCatalog.open("lake", home));
        server = HttpServer.start(new HttpConfig("127.0.0.1", 0), catalogs, () -> true);
        client = connect("lake");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        catalogs.close();
    }

    @Test
    void createdTableIsLoadedListedAndDropped() {
        client.createTable(ORDERS, SCHEMA);

        assertThat(client.listTables(DEFAULT)).containsExactly(ORDERS);
        assertThat(client.tableExists(ORDERS)).isTrue();
        assertThat(client.loadTable(ORDERS).schema().asStruct()).isEqualTo(SCHEMA.asStruct());
        assertThat(client.loadTable(ORDERS).location()).startsWith("file:/").contains("/warehouse/lake/default/orders");
        assertThat(client.dropTable(ORDERS, true)).isTrue();
        assertThat(client.tableExists(ORDERS)).isFalse();
        assertThat(client.dropTable(ORDERS)).isFalse();
    }

    @Test
    void secondTableOfANameIsRefused() {
        client.createTable(ORDERS, SCHEMA);

        assertThatThrownBy(() -> client.createTable(ORDERS, SCHEMA)).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> view("SELECT 1").create()).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void unknownNamesHaveTheirOwnExceptions() {
        TableIdentifier elsewhere = TableIdentifier.of("nowhere", "orders");

        assertThatThrownBy(() -> client.loadTable(ORDERS)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> client.loadView(ORDERS)).isInstanceOf(NoSuchViewException.class);
        assertThatThrownBy(() -> client.listTables(elsewhere.namespace())).isInstanceOf(NoSuchNamespaceException.class);
        assertThatThrownBy(() -> client.createTable(elsewhere, SCHEMA)).isInstanceOf(NoSuchNamespaceException.class);
        assertThatThrownBy(() -> connect("pond"))
                .isInstanceOf(NoSuchWarehouseException.class)
                .hasMessageContaining("lake");
    }

    /** A service tells a table that is missing and a catalog that is missing alike. */
    @Test
    void catalogThatItsServiceHasLostIsNotTakenForOneWithoutTables() {
        try (LakeCatalog mirror = mirror()) {
            assertThatThrownBy(() -> mirror.call(() -> mirror.tables().loadTable(ORDERS)))
                    .isInstanceOf(NoSuchTableException.class);

            catalogs.remove("remote");

            assertThatThrownBy(() -> mirror.call(() -> mirror.tables().loadTable(ORDERS)))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("Catalog \"mirror\" is not available: its service does not know it")
                    .hasMessageContaining("Catalog does not exist: remote");
        }
    }

    @Test
    void tableThatIsCreatedWithRowsInAnotherServiceHasColumns() throws IOException {
        catalogs.add(mirror());
        Map<String, String> properties = Map.of("format-version", "3", "owner", "somebody");
        PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).bucket("id", 4).build();

        try (RESTCatalog through = connect("mirror")) {
            Transaction creation = through.newCreateTableTransaction(ORDERS, SCHEMA, spec, properties);
            creation.newAppend()
                    .appendFile(DataFiles.builder(creation.table().spec())
                            .withPath(creation.table().location() + "/data/f.parquet")
                            .withPartitionPath("id_bucket=1")
                            .withFileSizeInBytes(1)
                            .withRecordCount(3)
                            .build())
                    .commit();
            creation.commitTransaction();

            Table created = catalogs.find("remote").orElseThrow().tables().loadTable(ORDERS);
            assertThat(created.schema().asStruct()).isEqualTo(SCHEMA.asStruct());
            assertThat(created.schemas()).hasSize(1);
            assertThat(created.spec().fields()).hasSize(1);
            assertThat(created.location()).isEqualTo(creation.table().location());
            assertThat(created.properties()).containsEntry("owner", "somebody");
            assertThat(created.currentSnapshot().summary()).containsEntry("total-records", "3");
            assertThat(((HasTableOperations) created).operations().current().formatVersion())
                    .isEqualTo(3);
            assertThatThrownBy(() -> through.newCreateTableTransaction(ORDERS, SCHEMA))
                    .isInstanceOf(AlreadyExistsException.class);
        }
    }

    /** Another catalog of this server, reached as one of somebody else is. */
    private LakeCatalog mirror() {
        catalogs.add(LakeCatalog.open("remote", home));
        Map<String, String> properties =
                Map.of("uri", "http://" + server.address() + "/iceberg", "warehouse", "remote");
        return LakeCatalog.open(
                new CatalogDefinition("mirror", CatalogType.REST, properties, CatalogDefinition.DEFAULT_TIMEOUT), home);
    }

    @Test
    void propertyThatWouldBreakATableIsRefused() {
        Map<String, String> broken = Map.of("write.target-file-size-bytes", "512MB");
        Table table = client.createTable(ORDERS, SCHEMA);

        assertThatThrownBy(() -> client.createTable(
                        TableIdentifier.of(DEFAULT, "other"), SCHEMA, PartitionSpec.unpartitioned(), broken))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Property write.target-file-size-bytes cannot be '512MB'");
        assertThatThrownBy(() -> table.updateProperties()
                        .set("commit.retry.num-retries", "abc")
                        .commit())
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Property commit.retry.num-retries cannot be 'abc' (expected: a whole number");
        assertThat(client.loadTable(ORDERS).properties()).doesNotContainKey("commit.retry.num-retries");
    }

    @Test
    void propertyThatBreaksATableAlreadyCanBeMended() {
        TableIdentifier stored = TableIdentifier.of(DEFAULT, "orders");
        catalogs.find("lake")
                .orElseThrow()
                .tables()
                .createTable(stored, SCHEMA)
                .updateProperties()
                .set("commit.retry.num-retries", "abc")
                .commit();

        client.loadTable(ORDERS).updateProperties().set("my.own", "x").commit();
        client.loadTable(ORDERS)
                .updateProperties()
                .remove("commit.retry.num-retries")
                .commit();

        assertThat(client.loadTable(ORDERS).properties())
                .containsEntry("my.own", "x")
                .doesNotContainKey("commit.retry.num-retries");
    }

    @Test
    void tableIsCreatedTogetherWithItsFirstRows() {
        Transaction creation = client.newCreateTableTransaction(ORDERS, SCHEMA);
        creation.newAppend().appendFile(dataFile(1)).commit();
        assertThat(client.tableExists(ORDERS)).isFalse();

        creation.commitTransaction();

        assertThat(rows(client.loadTable(ORDERS))).isEqualTo(10);
    }

    @Test
    void replacedTableKeepsItsHistory() {
        client.createTable(ORDERS, SCHEMA).newAppend().appendFile(dataFile(1)).commit();

        Transaction replacement = client.newReplaceTableTransaction(
                ORDERS, new Schema(SCHEMA.columns().get(0)), false);
        replacement.newAppend().appendFile(dataFile(2)).commit();
        replacement.commitTransaction();

        Table replaced = client.loadTable(ORDERS);
        assertThat(replaced.schema().columns()).hasSize(1);
        assertThat(replaced.snapshots()).hasSize(2);
        assertThat(rows(replaced)).isEqualTo(10);
    }

    @Test
    void schemaChangesAndPropertiesAreCommitted() {
        Table table = client.createTable(ORDERS, SCHEMA);

        table.updateSchema().addColumn("price", Types.DecimalType.of(10, 2)).commit();
        table.updateProperties().set("owner", "kim").commit();

        assertThat(client.loadTable(ORDERS).schema().findField("price").type()).isEqualTo(Types.DecimalType.of(10, 2));
        assertThat(client.loadTable(ORDERS).properties()).containsEntry("owner", "kim");
    }

    @Test
    void staleChangeIsRefused() {
        Table first = client.createTable(ORDERS, SCHEMA);
        Transaction stale = client.loadTable(ORDERS).newTransaction();
        stale.updateSchema().addColumn("late", Types.LongType.get()).commit();
        first.updateSchema().addColumn("early", Types.LongType.get()).commit();

        assertThatThrownBy(stale::commitTransaction).isInstanceOf(CommitFailedException.class);
    }

    @Test
    void concurrentWritersLoseNoRow() throws Exception {
        Map<String, String> patience = Map.of("commit.retry.num-retries", "100", "commit.retry.max-wait-ms", "200");
        client.createTable(ORDERS, SCHEMA, PartitionSpec.unpartitioned(), patience);
        ExecutorService writers = Executors.newFixedThreadPool(8);

        List<Future<?>> commits = new ArrayList<>();
        for (int file = 0; file < 40; file++) {
            DataFile dataFile = dataFile(file);
            commits.add(writers.submit(() ->
                    client.loadTable(ORDERS).newAppend().appendFile(dataFile).commit()));
        }
        for (Future<?> commit : commits) {
            commit.get();
        }
        writers.shutdown();

        assertThat(rows(client.loadTable(ORDERS))).isEqualTo(400);
        assertThat(client.loadTable(ORDERS).snapshots()).hasSize(40);
    }

    @Test
    void onlyReferencedSnapshotsAreLoadedOnRequest() throws IOException {
        Table table = client.createTable(ORDERS, SCHEMA);
        table.newAppend().appendFile(dataFile(1)).commit();
        table.newAppend().appendFile(dataFile(2)).commit();

        try (RESTCatalog lazy = connect("lake", Map.of("snapshot-loading-mode", "refs"))) {
            assertThat(lazy.loadTable(ORDERS).currentSnapshot().snapshotId())
                    .isEqualTo(table.currentSnapshot().snapshotId());
            assertThat(lazy.loadTable(ORDERS).snapshots()).hasSize(2);
        }
    }

    @Test
    void renamedTableLeavesItsNameFree() {
        TableIdentifier renamed = TableIdentifier.of(DEFAULT, "sales");
        Table table = client.createTable(ORDERS, SCHEMA);

        client.renameTable(ORDERS, renamed);
        Table successor = client.createTable(ORDERS, SCHEMA);

        assertThat(client.loadTable(renamed).uuid()).isEqualTo(table.uuid());
        assertThat(successor.location()).isNotEqualTo(table.location());
        assertThatThrownBy(() -> client.renameTable(ORDERS, renamed)).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void droppedTableIsRegisteredAgainFromItsMetadata() {
        Table table = client.createTable(ORDERS, SCHEMA);
        String metadata = ((BaseTable) table).operations().current().metadataFileLocation();
        client.dropTable(ORDERS, false);

        assertThat(client.registerTable(ORDERS, metadata).uuid()).isEqualTo(table.uuid());
    }

    @Test
    void namespacesNestAndCarryProperties() {
        Namespace region = Namespace.of("sales", "eu west");
        client.createNamespace(Namespace.of("sales"));
        client.createNamespace(region, new HashMap<>(Map.of("owner", "kim")));
        client.createTable(TableIdentifier.of(region, "orders"), SCHEMA);

        assertThat(client.listNamespaces()).containsExactlyInAnyOrder(DEFAULT, Namespace.of("sales"));
        assertThat(client.listNamespaces(Namespace.of("sales"))).containsExactly(region);
        assertThat(client.loadNamespaceMetadata(region)).containsEntry("owner", "kim");
        assertThat(client.setProperties(region, new HashMap<>(Map.of("owner", "sam"))))
                .isTrue();
        assertThat(client.listTables(region)).hasSize(1);
        assertThat(catalogs.schemas("lake")).containsExactly("default", "sales", "sales.eu west");
        assertThatThrownBy(() -> client.dropNamespace(region)).isInstanceOf(NamespaceNotEmptyException.class);
        client.dropTable(TableIdentifier.of(region, "orders"));
        assertThat(client.dropNamespace(region)).isTrue();
        assertThat(client.namespaceExists(region)).isFalse();
        assertThatThrownBy(() -> client.createNamespace(DEFAULT)).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void viewIsCreatedReplacedRenamedAndDropped() {
        TableIdentifier renamed = TableIdentifier.of(DEFAULT, "sales");
        View created = view("SELECT 1 AS id").create();
        view("SELECT 2 AS id").replace();

        View loaded = client.loadView(ORDERS);
        assertThat(loaded.uuid()).isEqualTo(created.uuid());
        assertThat(loaded.sqlFor("spark").sql()).isEqualTo("SELECT 2 AS id");
        assertThat(loaded.versions()).hasSize(2);
        assertThat(client.listViews(DEFAULT)).containsExactly(ORDERS);

        client.renameView(ORDERS, renamed);
        assertThat(client.viewExists(ORDERS)).isFalse();
        assertThat(client.dropView(renamed)).isTrue();
        assertThat(client.dropView(renamed)).isFalse();
    }

    @Test
    void pagedListIsComplete() throws IOException {
        for (int table = 0; table < 5; table++) {
            client.createTable(TableIdentifier.of(DEFAULT, "t" + table), SCHEMA);
        }

        try (RESTCatalog paging = connect("lake", Map.of("rest-page-size", "2"))) {
            assertThat(paging.listTables(DEFAULT)).hasSize(5);
        }
    }

    @Test
    void transactionOverSeveralTablesIsCommitted() {
        TableIdentifier second = TableIdentifier.of(DEFAULT, "second");
        client.createTable(ORDERS, SCHEMA);
        client.createTable(second, SCHEMA);

        client.commitTransaction(change(ORDERS), change(second));

        assertThat(client.loadTable(ORDERS).properties()).containsEntry("changed", "yes");
        assertThat(client.loadTable(second).properties()).containsEntry("changed", "yes");
    }

    @Test
    void transactionWithAFailingRequirementChangesNothing() {
        TableIdentifier second = TableIdentifier.of(DEFAULT, "second");
        client.createTable(ORDERS, SCHEMA);
        client.createTable(second, SCHEMA);
        TableCommit stale = schemaChange(second, "early");
        client.loadTable(second)
                .updateSchema()
                .addColumn("late", Types.LongType.get())
                .commit();

        assertThatThrownBy(() -> client.commitTransaction(change(ORDERS), stale))
                .isInstanceOf(CommitFailedException.class)
                .hasMessageContaining("Requirement failed: ")
                .hasMessageContaining("(table lake.default.second)");

        assertThat(client.loadTable(ORDERS).properties()).doesNotContainKey("changed");
        assertThat(client.loadTable(second).schema().findField("early")).isNull();
    }

    @Test
    void requirementsThatDoNotHoldAreToldWithTheirTable() {
        Transaction creation = client.buildTable(ORDERS, SCHEMA).createTransaction();
        client.createTable(ORDERS, SCHEMA);
        assertThatThrownBy(creation::commitTransaction)
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Requirement failed: table already exists (table lake.default.orders)");

        TableCommit stale = change(ORDERS);
        client.dropTable(ORDERS);
        client.createTable(ORDERS, SCHEMA);
        assertThatThrownBy(() -> client.commitTransaction(stale))
                .isInstanceOf(CommitFailedException.class)
                .hasMessageContaining("UUID does not match")
                .hasMessageContaining("(table lake.default.orders)");
    }

    @Test
    void placeOutsideTheWarehouseIsToldWithItsTable() {
        Table table = client.createTable(ORDERS, SCHEMA);

        assertThatThrownBy(() ->
                        table.updateLocation().setLocation("file:/elsewhere").commit())
                .hasMessageContaining("lake.default.orders: Location is outside the catalog's warehouse");
    }

    @Test
    void namespaceWithADotIsNamedAsItsUserDoes() {
        Namespace dotted = Namespace.of("n1.n2");
        client.createNamespace(dotted);
        client.createTable(TableIdentifier.of(dotted, "t"), SCHEMA);

        assertThatThrownBy(() -> client.dropNamespace(dotted)).hasMessageContaining("Namespace is not empty: n1.n2");
    }

    @Test
    void nameThatIsNoTextIsRefused() throws Exception {
        for (String name : List.of("5", "1.5", "true", "[]", "{}")) {
            HttpResponse<String> answer = post(
                    "/iceberg/v1/lake/namespaces/default/tables",
                    "{\"name\": %s, \"schema\": {\"type\": \"struct\", \"fields\": []}}".formatted(name));
            assertThat(answer.statusCode()).as(name).isEqualTo(400);
            assertThat(answer.body()).contains("name is").contains("(expected: a text)");
        }
        assertThat(client.listTables(DEFAULT)).isEmpty();
    }

    @Test
    @Timeout(30)
    void pipeIsNoMetadataFile() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        Path pipe = Path.of(URI.create(table.location())).resolve("pipe.metadata.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        HttpResponse<String> answer = post(
                "/iceberg/v1/lake/namespaces/default/register",
                "{\"name\": \"r\", \"metadata-location\": \"file:" + pipe + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Not a table's metadata file", "pipe.metadata.json");
    }

    @Test
    void tableWithADamagedMetadataFileIsThereAndCanBePurged() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        Files.writeString(metadataFile(table), "{");
        stop();
        start();

        assertThat(client.tableExists(ORDERS)).isTrue();
        assertThatThrownBy(() -> client.loadTable(ORDERS))
                .isInstanceOf(RESTException.class)
                .hasMessageContaining("code: 424, type: UnreadableTableException")
                .hasMessageContaining("Table lake.default.orders cannot be read")
                .hasMessageEndingWith("is damaged");
        assertThat(client.dropTable(ORDERS, true)).isTrue();
        assertThat(client.tableExists(ORDERS)).isFalse();
    }

    @Test
    void commitToATableThatCannotBeReadHasDoneNothing() throws Exception {
        String table = "/iceberg/v1/lake/namespaces/default/tables/orders";
        String commit =
                "{\"requirements\": [], \"updates\": [{\"action\": \"set-properties\", \"updates\": {\"a\": \"b\"}}]}";
        Path metadata = metadataFile(client.createTable(ORDERS, SCHEMA));
        Files.writeString(metadata, "{");
        stop();
        start();

        HttpResponse<String> answer = post(table, commit);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(424);
        assertThat(answer.body()).contains("UnreadableTableException", "is damaged");

        Files.delete(metadata);
        assertThat(post(table, commit).statusCode()).isEqualTo(404);
    }

    @Test
    void tableWithoutItsMetadataFileIsThereAndCanBeDropped() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        Files.delete(metadataFile(table));
        stop();
        start();

        assertThat(client.tableExists(ORDERS)).isTrue();
        assertThatThrownBy(() -> client.loadTable(ORDERS))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Table lake.default.orders cannot be read: its metadata file")
                .hasMessageContaining("metadata.json is missing: Failed to open input stream for file: file:/");
        assertThat(client.dropTable(ORDERS)).isTrue();
        assertThat(client.tableExists(ORDERS)).isFalse();
    }

    @Test
    void purgeKeepsFilesOfACopyThatHasMoved() throws IOException {
        Table table = client.createTable(ORDERS, SCHEMA);
        table.newAppend().appendFile(dataFile(1)).commit();
        TableIdentifier copy = TableIdentifier.of(DEFAULT, "copy");
        Table moved = client.registerTable(copy, location(client.loadTable(ORDERS)));
        moved.updateLocation().setLocation(moved.location() + "-moved").commit();

        assertThat(client.dropTable(ORDERS, true)).isTrue();

        assertThat(client.tableExists(ORDERS)).isFalse();
        assertThat(filesOf(client.loadTable(copy))).isEqualTo(1);
        assertThat(client.dropTable(copy, true)).isTrue();
        assertThat(metadataFile(table)).doesNotExist();
    }

    @Test
    void purgeKeepsFilesOfACopyInAnotherDatabase() throws IOException {
        LakeCatalog theirs = LakeCatalog.open(
                new CatalogDefinition(
                        "theirs",
                        CatalogType.JDBC,
                        Map.of(
                                "uri",
                                "jdbc:sqlite:" + home.resolve("theirs.db"),
                                "warehouse",
                                "file:" + home.resolve("warehouse")),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
        catalogs.add(theirs);
        client.createTable(ORDERS, SCHEMA).newAppend().appendFile(dataFile(1)).commit();
        TableIdentifier copy = TableIdentifier.of("s", "copy");
        theirs.namespaces().createNamespace(Namespace.of("s"));
        theirs.tables().registerTable(copy, location(client.loadTable(ORDERS)));

        assertThat(client.dropTable(ORDERS, true)).isTrue();

        assertThat(client.tableExists(ORDERS)).isFalse();
        assertThat(filesOf(theirs.tables().loadTable(copy))).isEqualTo(1);
    }

    @Test
    void purgeKeepsFilesWhileACatalogDoesNotTellWhatItHas() throws IOException {
        Table table = client.createTable(ORDERS, SCHEMA);
        catalogs.add(LakeCatalog.open(
                new CatalogDefinition(
                        "down",
                        CatalogType.REST,
                        Map.of("uri", "http://127.0.0.1:1"),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home));

        assertThat(client.dropTable(ORDERS, true)).isTrue();

        assertThat(client.tableExists(ORDERS)).isFalse();
        assertThat(metadataFile(table)).exists();
    }

    private static String location(Table table) {
        return ((HasTableOperations) table).operations().current().metadataFileLocation();
    }

    /** By its manifests. */
    private static int filesOf(Table table) throws IOException {
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            return (int) StreamSupport.stream(files.spliterator(), false).count();
        }
    }

    @Test
    void tableWhoseMetadataFileCannotBeOpenedIsThereAndCanBeDropped() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        Files.delete(metadataFile(table));
        Files.createDirectory(metadataFile(table));
        stop();
        start();

        assertThat(client.tableExists(ORDERS)).isTrue();
        assertThatThrownBy(() -> client.loadTable(ORDERS))
                .isInstanceOf(RESTException.class)
                .hasMessageContaining("code: 424, type: UnreadableTableException")
                .hasMessageContaining("Table lake.default.orders cannot be read")
                .hasMessageEndingWith("cannot be opened or read");
        assertThat(client.dropTable(ORDERS, true)).isTrue();
        assertThat(client.tableExists(ORDERS)).isFalse();
    }

    @Test
    void columnThatTheFormatVersionHasNotIsRefused() {
        Schema schema = new Schema(Types.NestedField.optional(1, "a", Types.VariantType.get()));

        assertThatThrownBy(() -> client.buildTable(ORDERS, schema)
                        .withProperty("format-version", "2")
                        .create())
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid schema for v2");
        assertThatThrownBy(() -> client.buildTable(ORDERS, schema)
                        .withProperty("format-version", "2")
                        .createTransaction())
                .isInstanceOf(BadRequestException.class);
    }

    /** It would ask again for half a minute. */
    @Test
    void failureInsideTheServerIsToldToEnginesOnce() throws Exception {
        IcebergCall call = new IcebergCall(
                "GET", "/iceberg/v1/lake", Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.of("e-1"));
        IcebergAnswer answer = IcebergErrors.answer(call, new IllegalStateException("a bug"));

        assertThat(answer.status()).isEqualTo(599);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("500", "failed inside the server")
                .doesNotContain("a bug");
    }

    @Test
    void metadataTableWithoutItsNamespaceIsNotFound() {
        client.createTable(ORDERS, SCHEMA);

        assertThatThrownBy(() -> client.loadTable(TableIdentifier.of(ORDERS.name(), "snapshots")))
                .isInstanceOf(NoSuchTableException.class);
    }

    /** Its metadata file has the name that the one before had. */
    @Test
    void tableMadeAnewInACatalogOfDirectoriesIsAnotherOne() throws IOException {
        CatalogDefinition definition = new CatalogDefinition(
                "files",
                CatalogType.HADOOP,
                Map.of("warehouse", "file:" + home.resolve("files")),
                CatalogDefinition.DEFAULT_TIMEOUT);
        catalogs.add(LakeCatalog.open(definition, home));
        try (RESTCatalog files = connect("files");
                LakeCatalog other = LakeCatalog.open(definition, home)) {
            files.createNamespace(DEFAULT);
            files.createTable(ORDERS, SCHEMA);
            assertThat(files.loadTable(ORDERS).schema().columns()).hasSize(2);

            other.tables().dropTable(ORDERS, true);
            other.tables().createTable(ORDERS, SCHEMA.select("id"));

            assertThat(files.loadTable(ORDERS).schema().columns()).hasSize(1);
        }
    }

    @Test
    void catalogOfDirectoriesIsNotLeftByNames() throws Exception {
        catalogs.add(LakeCatalog.open(
                new CatalogDefinition(
                        "files",
                        CatalogType.HADOOP,
                        Map.of("warehouse", "file:" + home.resolve("files")),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home));
        Path prey = Files.createDirectories(home.resolve("prey/metadata"));
        Files.writeString(prey.resolve("v1.metadata.json"), "{}");
        String path = "/iceberg/v1/files/namespaces";
        String schema = "\"schema\": {\"type\": \"struct\", \"fields\": []}";
        assertThat(post(path, "{\"namespace\": [\"n\"]}").statusCode()).isEqualTo(200);

        assertThat(post(path + "/n/tables", "{\"name\": \"../../prey\", " + schema + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(path, "{\"namespace\": [\"../prey\"]}").statusCode()).isEqualTo(400);
        assertThat(post(path + "/n/tables", "{\"name\": \"t\", \"location\": \"/tmp/x\", " + schema + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(
                                path + "/n/tables",
                                "{\"name\": \"t\", \"properties\": {\"write.data.path\": \"/tmp/x\"}, " + schema + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("DELETE", path + "/n/tables/..%2F..%2Fprey").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", path + "?parent=..").statusCode()).isEqualTo(404);
        assertThat(prey.resolve("v1.metadata.json")).exists();
    }

    @Test
    void defaultThatTheTableHasNotIsRefused() throws Exception {
        client.createTable(ORDERS, SCHEMA);
        String path = "/iceberg/v1/lake/namespaces/default/tables/" + ORDERS.name();
        String spec = "{\"action\": \"set-default-spec\", \"spec-id\": %d}";
        String order = "{\"action\": \"set-default-sort-order\", \"sort-order-id\": %d}";

        HttpResponse<String> unknownSpec = post(path, commit(spec.formatted(77)));
        HttpResponse<String> unknownOrder = post(path, commit(order.formatted(78)));
        HttpResponse<String> inTransaction = post(
                "/iceberg/v1/lake/transactions/commit",
                "{\"table-changes\": [{\"identifier\": {\"namespace\": [\"default\"], \"name\": \"%s\"}, %s]}"
                        .formatted(ORDERS.name(), commit(spec.formatted(77)).substring(1)));

        assertThat(unknownSpec.statusCode()).isEqualTo(400);
        assertThat(unknownSpec.body()).contains("default partition spec to 77", "it has [0]");
        assertThat(unknownOrder.statusCode()).isEqualTo(400);
        assertThat(unknownOrder.body()).contains("default sort order to 78", "it has [0]");
        assertThat(inTransaction.statusCode()).isEqualTo(400);
        assertThat(post(path, commit(spec.formatted(0))).statusCode()).isEqualTo(200);
        assertThat(client.loadTable(ORDERS).spec().specId()).isZero();
    }

    private static String commit(String update) {
        return "{\"requirements\": [], \"updates\": [" + update + "]}";
    }

    @Test
    void failureShowsNoStackTrace() throws Exception {
        HttpResponse<String> malformed = post("/iceberg/v1/lake/namespaces", "{\"namespace\": 7}");
        HttpResponse<String> unserved = post("/iceberg/v1/lake/namespaces/default/tables/t/plan", "{}");

        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(unserved.statusCode()).isEqualTo(501);
        assertThat(malformed.body() + unserved.body()).doesNotContain("\\tat ", "stack", ".java:");
    }

    private static Path metadataFile(Table table) {
        return Path.of(URI.create(((BaseTable) table).operations().current().metadataFileLocation()));
    }

    private RESTCatalog connect(String warehouse) {
        return connect(warehouse, Map.of());
    }

    private RESTCatalog connect(String warehouse, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put(CatalogProperties.URI, "http://" + server.address() + "/iceberg");
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
        properties.put(CatalogProperties.FILE_IO_IMPL, DirectoryFileIO.class.getName());
        RESTCatalog catalog = new RESTCatalog();
        catalog.initialize(warehouse, properties);
        return catalog;
    }

    private ViewBuilder view(String sql) {
        return client.buildView(ORDERS)
                .withSchema(SCHEMA)
                .withDefaultNamespace(DEFAULT)
                .withQuery("spark", sql);
    }

    private TableCommit change(TableIdentifier name) {
        Transaction transaction = client.loadTable(name).newTransaction();
        transaction.updateProperties().set("changed", "yes").commit();
        BaseTransaction pending = (BaseTransaction) transaction;
        return TableCommit.create(name, pending.startMetadata(), pending.currentMetadata());
    }

    private TableCommit schemaChange(TableIdentifier name, String column) {
        Transaction transaction = client.loadTable(name).newTransaction();
        transaction.updateSchema().addColumn(column, Types.LongType.get()).commit();
        BaseTransaction pending = (BaseTransaction) transaction;
        return TableCommit.create(name, pending.startMetadata(), pending.currentMetadata());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        URI address = URI.create("http://" + server.address() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A file of ten rows that nobody reads. */
    private static DataFile dataFile(int number) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("file:/nowhere/" + number + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(100)
                .withRecordCount(10)
                .build();
    }

    private static long rows(Table table) {
        return Long.parseLong(table.currentSnapshot().summary().get("total-records"));
    }
}
