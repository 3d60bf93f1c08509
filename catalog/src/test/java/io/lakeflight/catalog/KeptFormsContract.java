package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that are kept beside the pointers, whatever the database: of the very metadata file, or not found. */
abstract class KeptFormsContract {
    private static final Schema SCHEMA = LakeCatalogContract.SCHEMA;
    private static final Namespace DEFAULT = Namespace.of(LakeCatalog.DEFAULT_SCHEMA);
    private static final TableIdentifier ORDERS = TableIdentifier.of(DEFAULT, "orders");
    private static final TableIdentifier ITEMS = TableIdentifier.of(DEFAULT, "items");
    private static final TestingForm FORM = new TestingForm(1);
    private static final Duration IN_TIME = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<LakeCatalog> opened = new ArrayList<>();

    /** Opens the catalog {@code lake}, each time in the same place. */
    abstract LakeCatalog open(CatalogCaches caches);

    /** To the catalog's database. */
    abstract Connection connect() throws SQLException;

    @AfterEach
    void close() {
        opened.forEach(LakeCatalog::close);
    }

    @Test
    void schemasOfCommitsAreKeptSoonAndFoundWithoutAFile() {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        create(lake, ITEMS);
        LakeCatalog later = server(FORM.caches());

        eventually(() -> kept(later).size() == 2);
        assertThat(kept(later)).isEqualTo(computed());

        lake.call(() -> {
            lake.tables()
                    .loadTable(ORDERS)
                    .updateSchema()
                    .addColumn("more", Types.DateType.get())
                    .commit();
            return true;
        });
        eventually(() -> kept(later).size() == 2);
        assertThat(kept(later)).isEqualTo(computed());
        assertThat(kept(later).get(ORDERS)).contains("\"more\"");
        assertThat(later.keepsMetadata(later.metadataLocation(ORDERS).orElseThrow()))
                .isFalse();
    }

    @Test
    void schemasOfATransactionAreKept() {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        create(lake, ITEMS);

        lake.call(() -> {
            lake.commit(List.of(set(ORDERS), set(ITEMS)));
            return true;
        });

        assertThat(keptAfterRestart(lake)).isEqualTo(computed()).containsOnlyKeys(ORDERS, ITEMS);
    }

    @Test
    void schemasOfViewsAreKept() {
        LakeCatalog lake = server(FORM.caches());
        TableIdentifier view = TableIdentifier.of(DEFAULT, "recent");
        lake.call(() -> lake.views()
                .buildView(view)
                .withSchema(SCHEMA)
                .withDefaultNamespace(DEFAULT)
                .withQuery("spark", "SELECT 1 AS id, 'a' AS name")
                .create());
        assertThat(keptAfterRestart(lake)).containsOnlyKeys(view).isEqualTo(computed());

        LakeCatalog next = server(FORM.caches());
        next.call(() -> next.views()
                .buildView(view)
                .withSchema(SCHEMA.select("id"))
                .withDefaultNamespace(DEFAULT)
                .withQuery("spark", "SELECT 2 AS id")
                .replace());

        assertThat(keptAfterRestart(next)).containsOnlyKeys(view).isEqualTo(computed());
    }

    @Test
    void tableThatOthersHaveChangedIsNotFound() {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        create(lake, ITEMS);
        lake.close();

        LakeCatalog foreign = foreign();
        LakeCatalogContract.append(foreign, ORDERS, "a");

        assertThat(kept(server(FORM.caches()))).containsOnlyKeys(ITEMS);
    }

    @Test
    void nameThatIsAnotherTableByNowIsNotFound() {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        create(lake, ITEMS);
        lake.close();

        LakeCatalog foreign = foreign();
        foreign.call(() -> {
            foreign.tables().dropTable(ORDERS, true);
            foreign.tables().renameTable(ITEMS, ORDERS);
            foreign.tables().createTable(ITEMS, SCHEMA.select("id"));
            return true;
        });

        assertThat(kept(server(FORM.caches()))).isEmpty();
    }

    @Test
    void whatWasMadeForAListingIsKept() {
        LakeCatalog foreign = foreign();
        List<TableIdentifier> tables = IntStream.range(0, 250)
                .mapToObj(number -> TableIdentifier.of(DEFAULT, "t" + number))
                .toList();
        tables.forEach(table -> create(foreign, table));
        LakeCatalog lake = server(FORM.caches());

        relations(lake).forEach(relation -> relation.keep(made(relation)));

        assertThat(keptAfterRestart(lake)).hasSize(250).isEqualTo(computed());
    }

    @Test
    void anyNameIsFound() {
        LakeCatalog lake = server(FORM.caches());
        for (String name : List.of("a.b", "it's", "\"q\"", "a\\b", "100%", "höhe", "表\uD83D\uDE00", "a/b")) {
            Namespace namespace = Namespace.of(name, name);
            lake.call(() -> {
                lake.namespaces().createNamespace(namespace);
                return lake.tables().createTable(TableIdentifier.of(namespace, name), SCHEMA);
            });
        }

        assertThat(keptAfterRestart(lake)).hasSize(8).isEqualTo(computed());
    }

    @Test
    void otherFormsAreNotFoundAndReplaced() {
        LakeCatalog before = server(FORM.caches());
        create(before, ORDERS);
        before.close();

        LakeCatalog lake = server(new TestingForm(2).caches());
        assertThat(kept(lake)).isEmpty();
        relations(lake).forEach(relation -> relation.keep(made(relation)));
        lake.close();

        assertThat(kept(server(new TestingForm(2).caches()))).containsOnlyKeys(ORDERS);
        assertThat(kept(server(FORM.caches()))).isEmpty();
    }

    @Test
    void schemaThatIsTooLargeIsNotKept() {
        CacheConfig small = new CacheConfig(1 << 20, 1 << 20, 1 << 20, 0, 500);
        LakeCatalog lake = server(CatalogCaches.of(small, FORM));
        create(lake, ORDERS);
        lake.call(() -> lake.tables().createTable(ITEMS, wide()));
        relations(lake).forEach(relation -> relation.keep(made(relation)));

        assertThat(keptAfterRestart(lake)).containsOnlyKeys(ORDERS);
    }

    @Test
    void noneIsKeptIfNoneMayBe() throws SQLException {
        LakeCatalog lake = server(CatalogCaches.of(new CacheConfig(1 << 20, 1 << 20, 1 << 20, 0, 0), FORM));
        create(lake, ORDERS);
        lake.close();

        LakeCatalog later = server(FORM.caches());

        assertThat(kept(later)).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void fileThatMayBeWrittenAgainIsNotKept() {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        LakeCatalog rewriting = server(FORM.caches());
        String copied = lake.call(() -> {
            BaseTable table = (BaseTable) lake.tables().loadTable(ORDERS);
            Path file =
                    Path.of(table.operations().current().metadataFileLocation().substring("file:".length()));
            return "file:" + Files.copy(file, file.resolveSibling("v1.metadata.json"));
        });

        rewriting.call(() -> rewriting.tables().registerTable(ITEMS, copied));
        relations(rewriting).forEach(relation -> relation.keep(made(relation)));

        assertThat(keptAfterRestart(rewriting)).containsOnlyKeys(ORDERS);
    }

    @Test
    void whatWasKeptOfDroppedTablesIsForgotten() throws SQLException {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        create(lake, ITEMS);
        lake.close();
        assertThat(rows()).isEqualTo(2);

        LakeCatalog next = server(FORM.caches());
        next.call(() -> next.tables().dropTable(ORDERS, true));
        LakeCatalogContract.append(next, ITEMS, "a");
        next.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(kept(server(FORM.caches()))).containsOnlyKeys(ITEMS);
    }

    @Test
    void commitsAndListingsDoNotNeedTheDatabaseTable() throws SQLException {
        LakeCatalog lake = server(FORM.caches());
        create(lake, ORDERS);
        eventually(() -> kept(lake).size() == 1);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE lakeflight_schema_forms");
        }

        LakeCatalogContract.append(lake, ORDERS, "a");
        create(lake, ITEMS);

        assertThat(kept(lake)).isEmpty();
        assertThat(computed()).containsOnlyKeys(ORDERS, ITEMS);
        lake.close();
        LakeCatalog next = server(FORM.caches());
        assertThat(LakeCatalogContract.files(next, ORDERS)).containsExactly("a");
        create(next, TableIdentifier.of(DEFAULT, "third"));
        assertThat(keptAfterRestart(next)).hasSize(1);
    }

    private LakeCatalog server(CatalogCaches caches) {
        LakeCatalog server = open(caches);
        opened.add(server);
        return server;
    }

    /** One that neither keeps nor finds any. */
    private LakeCatalog foreign() {
        return server(CatalogCaches.of(CacheConfig.DEFAULTS));
    }

    /** What another server finds once this one has ended. */
    private Map<TableIdentifier, String> keptAfterRestart(LakeCatalog server) {
        server.close();
        return kept(server(FORM.caches()));
    }

    private static Map<TableIdentifier, String> kept(LakeCatalog lake) {
        List<Relation> relations = relations(lake);
        List<Optional<byte[]>> forms = Catalogs.of(lake).keptForms("lake", relations, LakeCatalog.UNLIMITED);
        Map<TableIdentifier, String> kept = new HashMap<>();
        for (int index = 0; index < relations.size(); index++) {
            TableIdentifier name = relations.get(index).identifier();
            forms.get(index).ifPresent(form -> kept.put(name, new String(form, StandardCharsets.UTF_8)));
        }
        return kept;
    }

    /** What a server that reads all files makes of them. */
    private Map<TableIdentifier, String> computed() {
        Map<TableIdentifier, String> computed = new HashMap<>();
        relations(foreign())
                .forEach(relation ->
                        computed.put(relation.identifier(), new String(made(relation), StandardCharsets.UTF_8)));
        return computed;
    }

    private static byte[] made(Relation relation) {
        return FORM.of(relation.name(), relation.content().orElseThrow().schema());
    }

    private static List<Relation> relations(LakeCatalog lake) {
        return Catalogs.of(lake).relations("lake", RelationFilter.ALL);
    }

    private static void create(LakeCatalog lake, TableIdentifier table) {
        lake.call(() -> lake.tables().createTable(table, SCHEMA));
    }

    private static Schema wide() {
        return new Schema(IntStream.rangeClosed(1, 20)
                .mapToObj(id -> Types.NestedField.optional(id, "column_" + id, Types.LongType.get()))
                .toList());
    }

    private static UpdateTableRequest set(TableIdentifier table) {
        return UpdateTableRequest.create(table, List.of(), List.of(new MetadataUpdate.SetProperties(Map.of("a", "1"))));
    }

    /** Rows that are kept, of use or not. */
    private int rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM lakeflight_schema_forms")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + IN_TIME.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
