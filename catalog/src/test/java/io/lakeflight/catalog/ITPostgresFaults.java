package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.TestingDatabaseProxy.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a catalog in PostgreSQL when the database, or the way to it, fails. */
@ExtendWith(SharedPostgres.class)
class ITPostgresFaults {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final TableIdentifier ITEMS = TableIdentifier.of("default", "items");

    private final TestingPostgres postgres;
    private final String place;

    @TempDir
    private Path directory;

    private TestingDatabaseProxy proxy;
    private LakeCatalog distant;
    private LakeCatalog lake;

    ITPostgresFaults(TestingPostgres postgres) {
        this.postgres = postgres;
        place = postgres.createSchema();
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new TestingDatabaseProxy(postgres.port());
        lake = open(postgres.properties(place));
        // Without prepared statements each COMMIT passes the proxy as such.
        distant = open(postgres.properties(place + "&prepareThreshold=0", proxy.port()));
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
        distant.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void commitHappensOnceWhateverIsLost(Fault fault) {
        create(lake, ORDERS);

        proxy.failNext(fault);
        LakeCatalogContract.append(distant, ORDERS, "a");

        assertThat(proxy.faults()).isEqualTo(1);
        assertThat(LakeCatalogContract.files(lake, ORDERS)).containsExactly("a");
        assertThat(LakeCatalogContract.load(lake, ORDERS).snapshots()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "LOSE_COMMIT"})
    void transactionHappensOnceWhateverIsLost(Fault fault) {
        create(lake, ORDERS);
        create(lake, ITEMS);

        proxy.failNext(fault);
        distant.call(() -> {
            distant.commit(List.of(setting(ORDERS), setting(ITEMS)));
            return true;
        });

        assertThat(proxy.faults()).isEqualTo(1);
        for (TableIdentifier table : List.of(ORDERS, ITEMS)) {
            assertThat(LakeCatalogContract.load(lake, table).properties()).containsEntry("a", "1");
        }
    }

    @Test
    void creationWhoseConfirmationIsLostIsFound() {
        distant.call(distant::tables);
        proxy.failNext(Fault.LOSE_ANSWER);

        create(distant, ORDERS);

        assertThat(proxy.faults()).isEqualTo(1);
        assertThat(LakeCatalogContract.load(lake, ORDERS).schema().columns()).hasSize(2);
    }

    @Test
    void databaseThatIsDownIsNamedAndUsedOnceItIsThere() {
        create(lake, ORDERS);
        postgres.stop();
        try (LakeCatalog late = open(postgres.properties(place));
                LakeCatalog own = LakeCatalog.open("own", directory.resolve("own"))) {
            Catalogs catalogs = Catalogs.of(late);
            assertThatThrownBy(() -> catalogs.schemas("lake"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("\"lake\"")
                    .hasMessageContaining("refuses connections");
            assertThatThrownBy(() -> LakeCatalogContract.append(lake, ORDERS, "a"))
                    .isInstanceOf(CatalogUnavailableException.class);
            assertThat(Catalogs.of(own).schemas("own")).containsExactly("default");

            postgres.resume();

            assertThat(catalogs.schemas("lake")).containsExactly("default");
            LakeCatalogContract.append(lake, ORDERS, "b");
            assertThat(LakeCatalogContract.files(late, ORDERS)).containsExactly("b");
        } finally {
            postgres.resume();
        }
    }

    @Test
    void restartLosesAndDoublesNothing() throws Exception {
        create(lake, ORDERS);
        Set<String> done = ConcurrentHashMap.newKeySet();
        Set<String> unknown = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<Void>> writers = new ArrayList<>();
        for (String writer : List.of("a", "b", "c")) {
            writers.add(threads.submit(writing(writer, done, unknown)));
        }
        postgres.stop();
        postgres.resume();
        for (Future<Void> writer : writers) {
            writer.get();
        }
        threads.shutdown();

        List<String> files = LakeCatalogContract.files(open(postgres.properties(place)), ORDERS);
        assertThat(files).doesNotHaveDuplicates().containsAll(done);
        assertThat(files).allSatisfy(file -> assertThat(done.contains(file) || unknown.contains(file))
                .isTrue());
    }

    private Callable<Void> writing(String writer, Set<String> done, Set<String> unknown) {
        return () -> {
            for (int number = 0; number < 6; number++) {
                String file = writer + number;
                try {
                    LakeCatalogContract.append(lake, ORDERS, file);
                    done.add(file);
                } catch (CommitStateUnknownException e) {
                    unknown.add(file);
                } catch (CatalogUnavailableException | CommitFailedException e) {
                    assertThat(e).hasMessageNotContaining("hush");
                }
            }
            return null;
        };
    }

    @Test
    void serversThatStartAtOnceMakeTheTablesOnce() throws Exception {
        Map<String, String> fresh = postgres.properties(postgres.createSchema());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<List<String>>> answers = new ArrayList<>();
        for (int server = 0; server < 4; server++) {
            answers.add(threads.submit(() -> {
                try (LakeCatalog opened = open(fresh)) {
                    return Catalogs.of(opened).schemas("lake");
                }
            }));
        }

        for (Future<List<String>> answer : answers) {
            assertThat(answer.get()).containsExactly("default");
        }
        threads.shutdown();
    }

    @Test
    void manyCallsAtOnceAreNotTakenForAnOutage() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(60);
        Callable<List<String>> listing = () -> Catalogs.of(lake).schemas("lake");

        for (Future<List<String>> answer : threads.invokeAll(Collections.nCopies(120, listing))) {
            assertThat(answer.get()).containsExactly("default");
        }
        threads.shutdown();
    }

    @Test
    void userNeedNotBeAllowedToCreateTables() {
        create(lake, ORDERS);
        String schema = place.substring(place.indexOf('=') + 1);
        postgres.execute(
                "CREATE ROLE guest_%1$s LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA %1$s TO guest_%1$s;".formatted(schema)
                        + " GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO guest_%1$s".formatted(schema));
        Map<String, String> guest = new TreeMap<>(postgres.properties(place));
        guest.put("jdbc.user", "guest_" + schema);
        guest.put("jdbc.password", "x");
        try (LakeCatalog restricted = open(guest)) {
            LakeCatalogContract.append(restricted, ORDERS, "a");
        }

        assertThat(LakeCatalogContract.files(lake, ORDERS)).containsExactly("a");
        String empty = postgres.createSchema();
        guest.put("uri", postgres.properties(empty).get("uri"));
        try (LakeCatalog lost = open(guest)) {
            assertThatThrownBy(() -> Catalogs.of(lost).schemas("lake")).hasMessageContaining("does not exist");
        }
        postgres.execute(
                "GRANT USAGE ON SCHEMA %s TO guest_%s".formatted(empty.substring(empty.indexOf('=') + 1), schema));
        try (LakeCatalog refused = open(guest)) {
            assertThatThrownBy(() -> Catalogs.of(refused).schemas("lake"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("refuses the user");
        }
    }

    @Test
    void userWhoMayNotDoOneThingDoesEverythingElse() {
        create(lake, ORDERS);
        String schema = place.substring(place.indexOf('=') + 1);
        postgres.execute("CREATE ROLE reader_%1$s LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA %1$s TO reader_%1$s;"
                        .formatted(schema)
                + " GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO reader_%1$s".formatted(schema));
        Map<String, String> reader = new TreeMap<>(postgres.properties(place));
        reader.put("jdbc.user", "reader_" + schema);
        reader.put("jdbc.password", "x");
        try (LakeCatalog restricted = open(reader)) {
            for (int refused = 0; refused < 4; refused++) {
                assertThatThrownBy(() -> LakeCatalogContract.append(restricted, ORDERS, "a"))
                        .isInstanceOf(CatalogUnavailableException.class)
                        .hasMessageContaining("refuses the user a privilege");
            }

            assertThat(Catalogs.of(restricted).schemas("lake")).containsExactly("default");
            assertThat(LakeCatalogContract.files(restricted, ORDERS)).isEmpty();
            postgres.execute("GRANT UPDATE ON ALL TABLES IN SCHEMA %1$s TO reader_%1$s".formatted(schema));
            LakeCatalogContract.append(restricted, ORDERS, "b");
            assertThat(LakeCatalogContract.files(lake, ORDERS)).containsExactly("b");
        }
    }

    @Test
    void tablesOfIcebergsOwnCatalogAreTakenOver() {
        String database = postgres.createDatabase();
        Map<String, String> properties = new TreeMap<>(postgres.properties(database));
        properties.put("warehouse", "file:" + directory.resolve("warehouse"));
        CatalogDefinition theirs =
                new CatalogDefinition("lake", CatalogType.JDBC, properties, CatalogDefinition.DEFAULT_TIMEOUT);
        try (LakeCatalog before = LakeCatalog.open(theirs, directory)) {
            before.call(() -> {
                before.namespaces().createNamespace(Namespace.of("default"));
                return before.tables().createTable(ORDERS, LakeCatalogContract.SCHEMA);
            });
        }

        try (LakeCatalog after = open(postgres.properties(database))) {
            LakeCatalogContract.append(after, ORDERS, "a");
            assertThat(LakeCatalogContract.files(after, ORDERS)).containsExactly("a");
            assertThat(after.call(() -> after.views().listViews(Namespace.of("default"))))
                    .isEmpty();
        }
    }

    @Test
    void wrongPasswordIsToldWithoutIt() {
        Map<String, String> wrong = new TreeMap<>(postgres.properties(place));
        wrong.put("jdbc.password", "open sesame");
        try (LakeCatalog refused = open(wrong)) {
            assertThatThrownBy(() -> Catalogs.of(refused).schemas("lake"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("\"lake\"")
                    .hasMessageContaining("refuses the user")
                    .hasStackTraceContaining("password")
                    .satisfies(failure -> assertThat(failure).message().doesNotContain("sesame"));
        }
    }

    @Test
    void missingDatabaseIsTold() {
        try (LakeCatalog lost = open(postgres.properties("nowhere"))) {
            assertThatThrownBy(() -> Catalogs.of(lost).schemas("lake"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void warehouseAndKindOfDatabaseAreRequired() {
        Map<String, String> database = postgres.properties(place);

        assertThatThrownBy(() -> define(database))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("warehouse");
        assertThatThrownBy(() -> define(Map.of("uri", "jdbc:mysql://u:hush@host/db")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("hush");
    }

    @Test
    void commitIsDurableWhateverTheDatabasesDefault() throws Exception {
        postgres.execute("ALTER ROLE lake SET synchronous_commit = off");
        try (PostgresConnections connections =
                new PostgresConnections("lake", Duration.ofSeconds(30), postgres.properties(place))) {
            assertThat(connections.run(ITPostgresFaults::synchronousCommit)).isEqualTo("on");
        } finally {
            postgres.execute("ALTER ROLE lake RESET synchronous_commit");
        }
    }

    private static String synchronousCommit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW synchronous_commit")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private LakeCatalog define(Map<String, String> properties) {
        return LakeCatalog.open(
                new CatalogDefinition("lake", CatalogType.INTERNAL, properties, CatalogDefinition.DEFAULT_TIMEOUT),
                directory);
    }

    private LakeCatalog open(Map<String, String> database) {
        return TestingPostgres.open(database, directory.resolve("warehouse"), directory.resolve("home"));
    }

    private static void create(LakeCatalog catalog, TableIdentifier table) {
        catalog.call(() -> catalog.tables().createTable(table, LakeCatalogContract.SCHEMA));
    }

    private static UpdateTableRequest setting(TableIdentifier table) {
        return UpdateTableRequest.create(table, List.of(), List.of(new MetadataUpdate.SetProperties(Map.of("a", "1"))));
    }
}
