package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.TestingConnections.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTableTransaction {
    private static final TableIdentifier ONE = TableIdentifier.of("default", "one");
    private static final TableIdentifier TWO = TableIdentifier.of("default", "two");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private TestingConnections connections;
    private InternalCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(home.resolve("warehouse"));
        catalog = new InternalCatalog(
                new Configuration(),
                properties -> connections = new TestingConnections(properties),
                CatalogCaches.of(CacheConfig.DEFAULTS));
        catalog.initialize(
                "lake",
                Map.of(
                        CatalogProperties.URI,
                        "jdbc:sqlite:" + home.resolve("catalog.db"),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        "file:" + home.resolve("warehouse"),
                        "jdbc.schema-version",
                        "V1"));
        catalog.createNamespace(Namespace.of("default"));
        catalog.createTable(ONE, SCHEMA);
        catalog.createTable(TWO, SCHEMA);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void allTablesChange() {
        commit(set(ONE, "a", "1"), set(TWO, "a", "2"));

        assertThat(property(ONE, "a")).isEqualTo("1");
        assertThat(property(TWO, "a")).isEqualTo("2");
    }

    @Test
    void requirementOfOneTableStopsAll() throws IOException {
        long files = metadataFiles();

        assertThatThrownBy(() -> commit(set(ONE, "a", "1"), failing(TWO))).isInstanceOf(CommitFailedException.class);

        assertThat(property(ONE, "a")).isNull();
        assertThat(metadataFiles()).isEqualTo(files);
    }

    @Test
    void missingTableStopsAll() {
        TableIdentifier missing = TableIdentifier.of("default", "missing");

        assertThatThrownBy(() -> commit(set(ONE, "a", "1"), set(missing, "a", "1")))
                .isInstanceOf(NoSuchTableException.class);

        assertThat(property(ONE, "a")).isNull();
    }

    @Test
    void locationOutsideStopsAll() {
        UpdateTableRequest outside = change(TWO, List.of(), new MetadataUpdate.SetLocation("file:/etc"));

        assertThatThrownBy(() -> commit(set(ONE, "a", "1"), outside)).isInstanceOf(ValidationException.class);

        assertThat(property(ONE, "a")).isNull();
    }

    @Test
    void tableIsCreatedTogetherWithTheChangeOfAnother() {
        TableIdentifier third = TableIdentifier.of("default", "third");

        commit(set(ONE, "a", "1"), creating(third));

        assertThat(catalog.loadTable(third).schema().asStruct()).isEqualTo(SCHEMA.asStruct());
        assertThat(property(ONE, "a")).isEqualTo("1");
    }

    @Test
    void tableThatIsThereIsNotCreatedAgain() {
        assertThatThrownBy(() -> commit(set(ONE, "a", "1"), creating(TWO))).isInstanceOf(CommitFailedException.class);

        assertThat(property(ONE, "a")).isNull();
    }

    @Test
    void tableIsChangedOnceInATransaction() {
        assertThatThrownBy(() -> commit(set(ONE, "a", "1"), set(ONE, "b", "1")))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void pointersMoveTogetherOrNotAtAll() {
        String one = location(ONE);
        String two = location(TWO);
        List<PointerMove> moves =
                List.of(PointerMove.replacing(ONE, one, one + ".next"), PointerMove.replacing(TWO, "elsewhere", two));

        assertThatThrownBy(() -> catalog.pointers().move(moves)).isInstanceOf(CommitFailedException.class);
        assertThatThrownBy(() -> catalog.pointers().move(List.of(moves.get(0), PointerMove.creating(TWO, two))))
                .isInstanceOf(AlreadyExistsException.class);

        assertThat(location(ONE)).isEqualTo(one);
    }

    @Test
    void tableThatOnlyHasToBeAsItIsStopsAllWhenItIsNot() {
        List<PointerMove> moves = List.of(
                PointerMove.replacing(ONE, location(ONE), "next"), PointerMove.replacing(TWO, "before", "before"));

        assertThatThrownBy(() -> catalog.pointers().move(moves)).isInstanceOf(CommitFailedException.class);

        catalog.pointers().move(List.of(PointerMove.replacing(TWO, location(TWO), location(TWO)), moves.get(0)));
        assertThat(location(ONE)).isEqualTo("next");
    }

    @Test
    void concurrentTransactionsLoseNothing() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> commits = new ArrayList<>();
        for (int client = 0; client < 20; client++) {
            String key = "key" + client;
            commits.add(clients.submit(() -> committed(set(ONE, key, "1"), set(TWO, key, "1"))));
        }
        List<Boolean> outcomes = new ArrayList<>();
        for (Future<Boolean> commit : commits) {
            outcomes.add(commit.get());
        }
        clients.shutdown();

        assertThat(outcomes).contains(true);
        assertThat(IntStream.range(0, 20).mapToObj(client -> property(ONE, "key" + client) != null))
                .containsExactlyElementsOf(outcomes);
        assertThat(IntStream.range(0, 20).mapToObj(client -> property(TWO, "key" + client) != null))
                .containsExactlyElementsOf(outcomes);
    }

    @Test
    void commitWhoseConfirmationIsLostIsLookedUp() {
        connections.fail(Fault.AFTER_COMMIT);
        commit(set(ONE, "a", "1"), set(TWO, "a", "2"));
        assertThat(property(ONE, "a")).isEqualTo("1");

        connections.fail(Fault.AFTER_COMMIT);
        Table one = catalog.loadTable(ONE);
        one.newAppend().commit();
        assertThat(catalog.loadTable(ONE).snapshots()).hasSize(1);

        connections.fail(Fault.AFTER_COMMIT);
        TableIdentifier third = TableIdentifier.of("default", "third");
        catalog.createTable(third, SCHEMA);
        assertThat(catalog.tableExists(third)).isTrue();
    }

    @Test
    void commitThatHasNotHappenedIsTriedAgain() {
        connections.fail(Fault.BEFORE_COMMIT);
        commit(set(ONE, "a", "1"), set(TWO, "a", "2"));
        assertThat(property(ONE, "a")).isEqualTo("1");

        connections.fail(Fault.BEFORE_COMMIT);
        catalog.loadTable(ONE).newAppend().commit();
        assertThat(catalog.loadTable(ONE).snapshots()).hasSize(1);
    }

    @Test
    void commitThatCannotBeLookedUpIsOfUnknownState() {
        Map<String, String> impatient = Map.of("commit.status-check.num-retries", "0");
        TableIdentifier third = TableIdentifier.of("default", "third");
        catalog.createTable(third, SCHEMA, PartitionSpec.unpartitioned(), impatient);
        Table table = catalog.loadTable(third);

        connections.fail(Fault.FOR_GOOD);
        assertThatThrownBy(() -> table.newAppend().commit()).isInstanceOf(CommitStateUnknownException.class);

        connections.fail(Fault.NONE);
        assertThat(catalog.loadTable(third).snapshots()).isEmpty();
    }

    private boolean committed(UpdateTableRequest... changes) {
        try {
            commit(changes);
            return true;
        } catch (CommitFailedException e) {
            return false;
        }
    }

    private void commit(UpdateTableRequest... changes) {
        new TableTransaction(catalog, List.of(changes)).commit();
    }

    private static UpdateTableRequest set(TableIdentifier table, String key, String value) {
        return change(table, List.of(), new MetadataUpdate.SetProperties(Map.of(key, value)));
    }

    private static UpdateTableRequest failing(TableIdentifier table) {
        return change(
                table,
                List.of(new UpdateRequirement.AssertTableUUID("00000000-0000-0000-0000-000000000000")),
                new MetadataUpdate.SetProperties(Map.of("a", "1")));
    }

    private UpdateTableRequest creating(TableIdentifier table) {
        TableMetadata metadata = TableMetadata.newTableMetadata(
                SCHEMA, PartitionSpec.unpartitioned(), "file:" + home.resolve("warehouse/third"), Map.of());
        return UpdateTableRequest.create(
                table, List.of(new UpdateRequirement.AssertTableDoesNotExist()), metadata.changes());
    }

    private static UpdateTableRequest change(
            TableIdentifier table, List<UpdateRequirement> requirements, MetadataUpdate update) {
        return UpdateTableRequest.create(table, requirements, List.of(update));
    }

    private String property(TableIdentifier table, String key) {
        return catalog.loadTable(table).properties().get(key);
    }

    private String location(TableIdentifier table) {
        return catalog.pointers().find(table).orElseThrow();
    }

    private long metadataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .count();
        }
    }
}
