package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLakeCatalog {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    @Test
    void contentSurvivesReopening() {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            lake.tables().createTable(ORDERS, SCHEMA);
        }

        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            assertThat(lake.namespaces().listNamespaces()).containsExactly(Namespace.of("default"));
            assertThat(lake.tables().listTables(Namespace.of("default"))).containsExactly(ORDERS);
        }
    }

    @Test
    void databaseIsDurable() throws SQLException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home);
                Connection connection = DriverManager.getConnection(database());
                Statement statement = connection.createStatement()) {
            assertThat(lake.name()).isEqualTo("lake");
            assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo("wal");
        }
    }

    @Test
    void databaseIsItsOwnersOnly() throws IOException {
        Path directory = Files.createDirectories(home.resolve("state/catalogs"));
        Path old = Files.createFile(directory.resolve("lake.db"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));

        try (LakeCatalog lake = LakeCatalog.open("lake", home);
                LakeCatalog made = LakeCatalog.open("made", home)) {
            lake.tables().createTable(ORDERS, SCHEMA);
            made.tables().createTable(ORDERS, SCHEMA);

            assertThat(rights(directory)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).hasSizeGreaterThan(2).allSatisfy(file -> assertThat(rights(file))
                        .as(file.toString())
                        .isEqualTo("rw-------"));
            }
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @Timeout(20)
    void damagedViewIsToldAtOnce() throws IOException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            lake.views()
                    .buildView(ORDERS)
                    .withSchema(SCHEMA)
                    .withDefaultNamespace(ORDERS.namespace())
                    .withQuery("spark", "SELECT 1 AS id")
                    .create();
        }
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "{");
            }
        }

        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            assertThatThrownBy(() -> lake.views().loadView(ORDERS))
                    .isInstanceOf(UnreadableTableException.class)
                    .hasMessageStartingWith("View lake.default.orders cannot be read")
                    .hasMessageEndingWith("is damaged");
            assertThat(lake.views().dropView(ORDERS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tableWithoutItsMetadataFileIsThereAndCanBeDropped(boolean purge) throws IOException {
        Path file;
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            file = Path.of(URI.create(metadataFile(lake.tables().createTable(ORDERS, SCHEMA))));
        }
        Files.delete(file);

        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            assertThatThrownBy(() -> lake.tables().loadTable(ORDERS))
                    .isInstanceOf(UnreadableTableException.class)
                    .hasMessage("Table lake.default.orders cannot be read: its metadata file %s is missing"
                            .formatted(file.getFileName()));
            assertThat(lake.tables().tableExists(ORDERS)).isTrue();
            assertThat(lake.tables().dropTable(ORDERS, purge)).isTrue();
            assertThat(lake.tables().tableExists(ORDERS)).isFalse();
        }
    }

    /** Others may have changed it since, and lost the file. */
    @Test
    void tableThatCannotBeReadAfterACommitMayHaveBeenChanged() throws IOException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home);
                LakeCatalog other = LakeCatalog.open("lake", home)) {
            Table committed = lake.tables().createTable(ORDERS, SCHEMA);
            other.tables().loadTable(ORDERS).updateProperties().set("a", "b").commit();
            String file = other.metadataLocation(ORDERS).orElseThrow();
            Files.writeString(Path.of(file.substring("file:".length())), "{");

            assertThatThrownBy(committed::refresh)
                    .isInstanceOfSatisfying(
                            UnreadableTableException.class,
                            failure -> assertThat(failure.hasDoneNothing()).isFalse())
                    .hasMessageContaining("Table lake.default.orders cannot be read")
                    .hasMessageContaining("is damaged");
            assertThatThrownBy(() -> lake.tables().loadTable(ORDERS))
                    .isInstanceOfSatisfying(
                            UnreadableTableException.class,
                            failure -> assertThat(failure.hasDoneNothing()).isTrue());
        }
    }

    /** Another server may purge a table between a look for its metadata file and one into it. */
    @Test
    void tableThatIsPurgedMeanwhileIsNotTakenForDamaged() throws Exception {
        try (LakeCatalog lake = LakeCatalog.open("lake", home);
                LakeCatalog other = LakeCatalog.open("lake", home)) {
            CompletableFuture<Void> purges = CompletableFuture.runAsync(() -> {
                for (int table = 0; table < 100; table++) {
                    other.tables().createTable(ORDERS, SCHEMA);
                    other.tables().dropTable(ORDERS, true);
                }
            });
            while (!purges.isDone()) {
                try {
                    lake.tables().loadTable(ORDERS);
                } catch (NoSuchTableException e) {
                    assertThat(e).hasMessageContaining("default.orders");
                }
            }
            purges.get();
        }
    }

    @Test
    void purgeKeepsFilesThatAnotherNameHasToo() throws IOException {
        TableIdentifier copy = TableIdentifier.of("default", "copy");
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            Table orders = lake.tables().createTable(ORDERS, SCHEMA);
            lake.tables().registerTable(copy, metadataFile(orders));
            Path directory = Path.of(orders.location().substring("file:".length()));

            assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();
            assertThat(lake.tables().tableExists(ORDERS)).isFalse();
            assertThat(directory.resolve("metadata")).isNotEmptyDirectory();

            assertThat(lake.tables().dropTable(copy, true)).isTrue();
            assertThat(directory.resolve("metadata")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "file://"})
    void purgeKnowsTheOtherNameHoweverItWasWritten(String scheme) throws IOException {
        TableIdentifier copy = TableIdentifier.of("default", "copy");
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            Table orders = lake.tables().createTable(ORDERS, SCHEMA);
            Path file = Path.of(URI.create(metadataFile(orders)));
            lake.tables().registerTable(copy, scheme + file);

            assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();

            assertThat(file).exists();
            assertThat(lake.tables().loadTable(copy).schema().asStruct()).isEqualTo(SCHEMA.asStruct());
        }
    }

    @Test
    void purgeOfWhatIsHalfLostHasHappened() throws IOException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            Table orders = lake.tables().createTable(ORDERS, SCHEMA);
            orders.newAppend().commit();
            Files.delete(Path.of(orders.currentSnapshot().manifestListLocation().substring("file:".length())));

            assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();
            assertThat(lake.tables().tableExists(ORDERS)).isFalse();
        }
    }

    @Test
    void namespaceIsNamedAsItsUserDoes() {
        Namespace dotted = Namespace.of("a.b");
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            lake.namespaces().createNamespace(dotted);
            lake.tables().createTable(TableIdentifier.of(dotted, "orders"), SCHEMA);

            assertThatThrownBy(() -> lake.namespaces().dropNamespace(dotted)).hasMessageEndingWith("not empty: a.b");
            assertThat(lake.namespaces().listNamespaces()).containsExactly(dotted, Namespace.of("default"));
        }
    }

    private static String metadataFile(Table table) {
        return ((BaseTable) table).operations().current().metadataFileLocation();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "state/catalogs/x", "logs", "engines/x", ".", "/", "file:/", "x/../state"})
    void warehouseIsApartFromTheServersDirectories(String warehouse) {
        CatalogDefinition definition = new CatalogDefinition(
                "lake", CatalogType.INTERNAL, Map.of("warehouse", warehouse), CatalogDefinition.DEFAULT_TIMEOUT);

        assertThatThrownBy(() -> LakeCatalog.open(definition, home))
                .hasMessageContaining("warehouse of catalog \"lake\" is " + warehouse + " (expected:");
    }

    @Test
    void tableOfAnotherWarehouseIsToldWithItsCatalog() {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            lake.tables().createTable(ORDERS, SCHEMA);
        }
        CatalogDefinition moved = new CatalogDefinition(
                "lake",
                CatalogType.INTERNAL,
                Map.of("warehouse", home.resolve("elsewhere").toString()),
                CatalogDefinition.DEFAULT_TIMEOUT);

        try (LakeCatalog lake = LakeCatalog.open(moved, home)) {
            assertThatThrownBy(() -> lake.tables().loadTable(ORDERS))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining("Table lake." + ORDERS + " cannot be read, it was made in another warehouse")
                    .hasMessageContaining("(expected: a catalog defined with that warehouse)");
        }
    }

    @Test
    void warehouseHoldsNoChecksumFiles() throws IOException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            Table table = lake.tables().createTable(ORDERS, SCHEMA);
            table.newAppend().commit();

            try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
                assertThat(files.filter(Files::isRegularFile)).isNotEmpty().noneMatch(file -> file.toString()
                        .endsWith(".crc"));
            }
        }
    }

    @Test
    void missingNamespaceIsNotCreatedByTheWay() {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            assertThatThrownBy(() -> lake.tables().createTable(TableIdentifier.of("nowhere", "orders"), SCHEMA))
                    .isInstanceOf(NoSuchNamespaceException.class);
        }
    }

    @Test
    void concurrentCommitsAreAllKept() throws Exception {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            Map<String, String> patience = Map.of("commit.retry.num-retries", "100", "commit.retry.max-wait-ms", "50");
            lake.tables().createTable(ORDERS, SCHEMA, PartitionSpec.unpartitioned(), patience);

            inParallel(60, () -> {
                lake.tables().loadTable(ORDERS).newAppend().commit();
                return true;
            });

            assertThat(lake.tables().loadTable(ORDERS).snapshots()).hasSize(60);
        }
    }

    @Test
    void oneOfManyCreatorsWins() throws Exception {
        try (LakeCatalog lake = LakeCatalog.open("lake", home)) {
            List<Boolean> tables = inParallel(16, () -> wins(() -> lake.tables().createTable(ORDERS, SCHEMA)));
            List<Boolean> namespaces =
                    inParallel(16, () -> wins(() -> lake.namespaces().createNamespace(Namespace.of("sales"))));

            assertThat(tables).containsOnlyOnce(true);
            assertThat(namespaces).containsOnlyOnce(true);
        }
    }

    @Test
    void lockOfAnotherProcessIsAFailedCommitNotAnUnknownOne() throws SQLException {
        try (LakeCatalog lake = LakeCatalog.open("lake", home, 50)) {
            Table table = lake.tables().createTable(ORDERS, SCHEMA);
            table.updateProperties().set("commit.retry.num-retries", "0").commit();

            try (Connection other = DriverManager.getConnection(database());
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");

                assertThatThrownBy(() -> table.newAppend().commit()).isInstanceOf(CommitFailedException.class);
                assertThat(lake.tables().loadTable(ORDERS).snapshots()).isEmpty();
            }
        }
    }

    private static boolean wins(Runnable creation) {
        try {
            creation.run();
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        }
    }

    private static <T> List<T> inParallel(int times, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<T>> tasks =
                    IntStream.range(0, times).mapToObj(time -> task).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private String database() {
        return "jdbc:sqlite:" + home.resolve("state/catalogs/lake.db");
    }
}
