package io.lakeflight.server.http;

import static io.lakeflight.server.http.TestingIcebergRest.dataFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.SharedPostgres;
import io.lakeflight.catalog.TestingDatabaseProxy;
import io.lakeflight.catalog.TestingDatabaseProxy.Fault;
import io.lakeflight.catalog.TestingPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SessionCatalog;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits of Iceberg's REST client, to one of two servers of a catalog in PostgreSQL, whose answers get lost. */
@ExtendWith(SharedPostgres.class)
class ITIcebergRestLostAnswers {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final TableIdentifier ITEMS = TableIdentifier.of("default", "items");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    private final TestingPostgres postgres;
    private final String place;

    @TempDir
    private Path directory;

    private TestingDatabaseProxy database;
    private TestingIcebergRest first;
    private TestingIcebergRest second;
    private TestingLossyProxy answers;
    private RESTCatalog direct;

    ITIcebergRestLostAnswers(TestingPostgres postgres) {
        this.postgres = postgres;
        place = postgres.createSchema();
    }

    @BeforeEach
    void start() throws IOException {
        database = new TestingDatabaseProxy(postgres.port());
        first = serve("first", postgres.properties(place + "&prepareThreshold=0", database.port()));
        second = serve("second", postgres.properties(place));
        answers = new TestingLossyProxy(first.address());
        answers.failOverTo(second.address());
        direct = second.connect(Map.of());
        direct.createTable(ORDERS, SCHEMA);
        direct.createTable(ITEMS, SCHEMA);
    }

    private TestingIcebergRest serve(String name, Map<String, String> properties) {
        Path home = directory.resolve(name);
        LakeCatalog lake = TestingPostgres.open(properties, directory.resolve("warehouse"), home);
        return new TestingIcebergRest(home, lake);
    }

    @AfterEach
    void stop() throws IOException {
        answers.close();
        first.close();
        second.close();
        database.close();
    }

    @Test
    void commitThatIsSentAgainToAnotherServerHappensOnce() throws IOException {
        Table table = first.connect(answers.address(), Map.of()).loadTable(ORDERS);
        answers.loseAnswers(1);
        answers.onLoss(() -> direct.loadTable(ORDERS)
                .newAppend()
                .appendFile(dataFile("other"))
                .commit());

        table.newAppend().appendFile(dataFile("a")).commit();
        table.newAppend().appendFile(dataFile("b")).commit();

        assertThat(answers.lostAnswers()).isEqualTo(1);
        assertThat(files(ORDERS)).containsExactlyInAnyOrder("a", "b", "other");
    }

    @Test
    void transactionThatIsSentAgainToAnotherServerHappensOnce() throws IOException {
        RESTCatalog client = first.connect(answers.address(), Map.of());
        List<TableCommit> commits = List.of(appending(client, ORDERS), appending(client, ITEMS));
        answers.loseAnswers(1);
        answers.onLoss(() -> direct.loadTable(ORDERS)
                .newAppend()
                .appendFile(dataFile("other"))
                .commit());

        client.commitTransaction(commits);

        assertThat(answers.lostAnswers()).isEqualTo(1);
        assertThat(files(ORDERS)).containsExactlyInAnyOrder("a", "other");
        assertThat(files(ITEMS)).containsExactly("a");
    }

    private static TableCommit appending(RESTCatalog client, TableIdentifier table) {
        BaseTransaction transaction = (BaseTransaction) client.loadTable(table).newTransaction();
        transaction.newAppend().appendFile(dataFile("a")).commit();
        return TableCommit.create(table, transaction.startMetadata(), transaction.currentMetadata());
    }

    @Test
    void clientWithoutKeysIsToldNothingWrongAndItsCommitHappensOnce() throws IOException {
        Table table = keyless(answers.address()).loadTable(ORDERS);
        answers.loseAnswers(1);

        assertThatThrownBy(() -> table.newAppend().appendFile(dataFile("a")).commit())
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(CommitFailedException.class);

        assertThat(files(ORDERS)).containsExactly("a");
        table.refresh();
        table.newAppend().appendFile(dataFile("b")).commit();
        assertThat(files(ORDERS)).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "LOSE_COMMIT"})
    void databaseThatLosesItsAnswerIsNotNoticed(Fault fault) throws IOException {
        RESTCatalog client = first.connect(Map.of());
        Table table = client.loadTable(ORDERS);
        database.failNext(fault);

        table.newAppend().appendFile(dataFile("a")).commit();

        assertThat(database.faults()).isEqualTo(1);
        assertThat(files(ORDERS)).containsExactly("a");
    }

    private List<String> files(TableIdentifier table) throws IOException {
        List<String> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                direct.loadTable(table).newScan().planFiles()) {
            tasks.forEach(task -> files.add(task.file().location()));
        }
        return files;
    }

    /** A client that does not know of idempotency keys. */
    private RESTCatalog keyless(String address) {
        RESTCatalog client = new RESTCatalog(
                SessionCatalog.SessionContext.createEmpty(),
                config -> withoutKeys(HTTPClient.builder(config)
                        .uri(config.get(CatalogProperties.URI))
                        .withHeaders(RESTUtil.configHeaders(config))
                        .build()));
        return first.connect(client, address, Map.of());
    }

    private static RESTClient withoutKeys(RESTClient real) {
        return (RESTClient) Proxy.newProxyInstance(
                RESTClient.class.getClassLoader(), new Class<?>[] {RESTClient.class}, (proxy, method, arguments) -> {
                    for (int number = 0; arguments != null && number < arguments.length; number++) {
                        arguments[number] = withoutKey(arguments[number]);
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof RESTClient client ? withoutKeys(client) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object withoutKey(Object argument) {
        if (argument instanceof Supplier<?> supplier) {
            return (Supplier<Object>) () -> withoutKey(supplier.get());
        }
        if (argument instanceof Map<?, ?> map && map.containsKey(RESTUtil.IDEMPOTENCY_KEY_HEADER)) {
            Map<Object, Object> rest = new HashMap<>(map);
            rest.remove(RESTUtil.IDEMPOTENCY_KEY_HEADER);
            return rest;
        }
        return argument;
    }
}
