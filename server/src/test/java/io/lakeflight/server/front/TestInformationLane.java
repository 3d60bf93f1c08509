package io.lakeflight.server.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.planner.information.BoundValues;
import io.lakeflight.server.catalogs.TestingSilentStore;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.results.SchemaMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code information_schema} of real catalogs, of which one cannot be reached; there is no engine. */
class TestInformationLane {
    private static final Schema COLUMNS = new Schema(
            Types.NestedField.required("id")
                    .withId(1)
                    .ofType(Types.LongType.get())
                    .withWriteDefault(Literal.of(7L))
                    .build(),
            Types.NestedField.optional(2, "price", Types.DecimalType.of(10, 2), "net"),
            Types.NestedField.optional(3, "tags", Types.ListType.ofOptional(4, Types.StringType.get())),
            Types.NestedField.optional(5, "at", Types.TimestampType.withZone()));

    private static final ServerView NOTHING = (table, user) -> List.of();

    @TempDir
    Path home;

    private LakeCatalog lake;
    private LakeCatalog other;
    private Catalogs catalogs;
    private InformationLane lane;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open("lake", home);
        // Another server over the same catalog.
        other = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake, LakeCatalog.open(unreachable(), home));
        lane = new InformationLane(catalogs, NOTHING, 1_000_000);
        lake.namespaces().createNamespace(Namespace.of("sales"));
        lake.namespaces().createNamespace(Namespace.of("sales", "eu"));
        lake.tables()
                .buildTable(TableIdentifier.of("sales", "orders"), COLUMNS)
                .withProperty("format-version", "3")
                .create();
        lake.tables().createTable(TableIdentifier.of("sales", "eu", "orders"), COLUMNS.select("price"));
        lake.views()
                .buildView(TableIdentifier.of("sales", "recent"))
                .withSchema(COLUMNS.select("id"))
                .withDefaultNamespace(Namespace.of("sales"))
                .withQuery("trino", "SELECT id FROM orders /* theirs */")
                .withQuery("spark", "SELECT id FROM orders")
                .create();
    }

    private static CatalogDefinition unreachable() {
        return new CatalogDefinition(
                "theirs", CatalogType.REST, Map.of("uri", "http://127.0.0.1:1"), Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        catalogs.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT * FROM information_schema.schemata ORDER BY 2"
                        + " | [[lake, default], [lake, sales], [lake, sales.eu]]",
                "SELECT * FROM information_schema.tables ORDER BY 2, 3 | [[lake, sales, orders, BASE TABLE],"
                        + " [lake, sales, recent, VIEW], [lake, sales.eu, orders, BASE TABLE]]",
                "SELECT column_name, ordinal_position, column_default, is_nullable, data_type, numeric_precision, numeric_scale,"
                        + " datetime_precision, comment FROM information_schema.columns"
                        + " WHERE table_schema = 'sales' AND table_name = 'orders' ORDER BY ordinal_position"
                        + " | [[id, 1, 7, NO, BIGINT, 19, 0, null, null],"
                        + " [price, 2, null, YES, DECIMAL(10,2), 10, 2, null, net],"
                        + " [tags, 3, null, YES, ARRAY<STRING>, null, null, null, null],"
                        + " [at, 4, null, YES, TIMESTAMP, null, null, 6, null]]",
                "SELECT table_name, view_definition, is_updatable FROM information_schema.views"
                        + " | [[recent, SELECT id FROM orders, NO]]",
                "SELECT table_schema, count(*) FROM information_schema.columns GROUP BY table_schema ORDER BY 1"
                        + " | [[sales, 5], [sales.eu, 1]]",
                "SELECT table_schema FROM information_schema.tables WHERE table_schema = 'sales.eu' | [[sales.eu]]",
                "SELECT count(*) FROM lake.information_schema.tables WHERE table_name = 'nothing' | [[0]]",
                "SELECT ordinal_position / 2.0 AS half, ordinal_position > 1 AS later FROM information_schema.columns"
                        + " WHERE table_name = 'orders' AND column_name = 'price' AND table_schema = 'sales' | [[1.000000, true]]",
            })
    void queryIsAnswered(String sql, String rows) {
        assertThat(rows(sql)).hasToString(rows);
    }

    @Test
    void catalogThatCannotBeOpenedFailsItsOwnQueriesByName() {
        catalogs.add(LakeCatalog.open(
                new CatalogDefinition("broken", CatalogType.HIVE, Map.of(), Duration.ofSeconds(2)), home));

        assertThat(rows("SELECT count(*) FROM lake.information_schema.tables")).hasToString("[[3]]");
        assertThatThrownBy(() -> rows("SELECT * FROM broken.information_schema.tables"))
                .isInstanceOfSatisfying(QueryException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CATALOG_UNAVAILABLE))
                .hasMessageContaining("\"broken\"")
                .hasMessageContaining("not installed");
    }

    @Test
    void whatOthersCreateAndDropIsSeenByTheNextQuery() {
        String sql = "SELECT table_name FROM information_schema.columns WHERE table_name = 'late'";
        assertThat(rows(sql)).isEmpty();

        other.tables().createTable(TableIdentifier.of("sales", "late"), COLUMNS.select("id"));
        assertThat(rows(sql)).hasToString("[[late]]");

        other.tables()
                .loadTable(TableIdentifier.of("sales", "late"))
                .updateSchema()
                .addColumn("more", Types.StringType.get())
                .commit();
        assertThat(rows(sql)).hasToString("[[late], [late]]");

        other.tables().dropTable(TableIdentifier.of("sales", "late"), true);
        assertThat(rows(sql)).isEmpty();
    }

    @Test
    void catalogOutOfReachFailsItsOwnQueriesOnly() {
        assertThat(rows("SELECT 1 FROM information_schema.views")).hasSize(1);

        assertThatThrownBy(() -> rows("SELECT 1 FROM theirs.information_schema.tables"))
                .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e)
                        .hasMessageContaining("theirs")
                        .extracting(QueryException::sqlState)
                        .isEqualTo("08001"));
    }

    @Test
    void storeOutOfReachFailsTheQueryRatherThanHidingTables() throws Exception {
        try (TestingSilentStore silent = new TestingSilentStore();
                LakeCatalog store = silent.openS3Catalog("store", home, Duration.ofMillis(100), 30)) {
            lane = new InformationLane(Catalogs.of(store), NOTHING, 1_000_000);

            assertThat(rows("SELECT count(*) FROM store.information_schema.tables"))
                    .hasToString("[[30]]");
            assertThatThrownBy(() -> rows("SELECT 1 FROM store.information_schema.columns"))
                    .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e)
                            .hasMessageContaining("\"store\"")
                            .extracting(QueryException::sqlState)
                            .isEqualTo("08001"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM information_schema.tables, sales.orders | 0A000",
                "SELECT * FROM information_schema.nothing | 42P01",
                "SELECT nothing FROM information_schema.tables | 42000",
                "SELECT 1 / 0 FROM information_schema.tables | 42000",
            })
    void refusalTellsItsState(String sql, String state) {
        assertThatThrownBy(() -> rows(sql)).isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.sqlState())
                .isEqualTo(state));
    }

    @Test
    void lostMetadataHidesNoOtherTable() throws IOException {
        Catalogs fresh = Catalogs.of(LakeCatalog.open("lake", home));
        deleteMetadataBelow("eu/orders");
        lane = new InformationLane(fresh, NOTHING, 1_000_000);

        assertThat(rows("SELECT DISTINCT table_schema FROM information_schema.columns"))
                .hasToString("[[sales]]");
        assertThatThrownBy(() -> rows("SELECT 1 FROM information_schema.columns WHERE table_schema = 'sales.eu'"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("lake.sales.eu.orders");
        fresh.close();
    }

    @Test
    void lostMetadataOfTheLastOfManyTablesHidesNoOther() throws IOException {
        lake.namespaces().createNamespace(Namespace.of("many"));
        // One more than are read together.
        for (int table = 0; table <= 256; table++) {
            lake.tables().createTable(TableIdentifier.of("many", "t%03d".formatted(table)), COLUMNS.select("id"));
        }
        deleteMetadataBelow("many/t256");
        Catalogs fresh = Catalogs.of(LakeCatalog.open("lake", home));
        lane = new InformationLane(fresh, NOTHING, 1_000_000);

        assertThat(rows("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'many'"))
                .hasToString("[[256]]");
        fresh.close();
    }

    private void deleteMetadataBelow(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            for (Path file : files.filter(file -> file.toString().contains(directory)
                            && file.toString().endsWith(".metadata.json"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void otherStatementsAreLeftAlone() {
        assertThat(answer("SELECT 'information_schema.tables'")).isEmpty();
        assertThat(answer("SELECT 1")).isEmpty();
    }

    private Optional<HeldRows> answer(String sql) {
        return lane.answer(sql, "lake", "ann", () -> BoundValues.NONE);
    }

    private List<List<Object>> rows(String sql) {
        HeldRows answer = answer(sql).orElseThrow();
        List<List<Object>> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            new ResultRelay(allocator)
                    .relay(
                            answer,
                            SchemaMessages.toMessage(answer.schema()),
                            new Collector(rows),
                            new CompletableFuture<>());
        }
        return rows;
    }

    private static final class Collector implements RowSink {
        private final List<List<Object>> rows;
        private VectorSchemaRoot root;

        private Collector(List<List<Object>> rows) {
            this.rows = rows;
        }

        @Override
        public void start(VectorSchemaRoot sent) {
            root = sent;
        }

        @Override
        public boolean send() {
            for (int row = 0; row < root.getRowCount(); row++) {
                List<Object> values = new ArrayList<>();
                for (FieldVector vector : root.getFieldVectors()) {
                    Object value = vector.getObject(row);
                    values.add(value == null || value instanceof Number ? value : value.toString());
                }
                rows.add(values);
            }
            return true;
        }

        @Override
        public void abort() {}
    }
}
