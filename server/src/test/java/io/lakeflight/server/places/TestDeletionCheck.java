package io.lakeflight.server.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDeletionCheck {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final TableIdentifier TABLE = TableIdentifier.of("default", "t");

    @TempDir
    private Path home;

    private LakeCatalog lake;
    private LakeCatalog theirs;
    private Catalogs catalogs;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open("lake", home);
        theirs = catalog(
                CatalogType.JDBC,
                Map.of(
                        "uri",
                        "jdbc:sqlite:" + home.resolve("theirs.db"),
                        "warehouse",
                        "file:" + home.resolve("warehouse")));
        catalogs = Catalogs.of(lake, theirs);
        append(lake.tables().createTable(TABLE, SCHEMA));
    }

    private LakeCatalog catalog(CatalogType type, Map<String, String> properties) {
        return LakeCatalog.open(new CatalogDefinition("theirs", type, properties, Duration.ofSeconds(5)), home);
    }

    @AfterEach
    void close() {
        catalogs.close();
    }

    @Test
    void tableOfItsOwnMayLoseFiles() {
        lake.tables().createTable(TableIdentifier.of("default", "t2"), SCHEMA);

        for (String procedure : List.of("expire_snapshots", "remove_orphan_files")) {
            assertThatCode(() -> check(procedure, "t")).doesNotThrowAnyException();
            assertThatCode(() -> check(procedure, "missing")).doesNotThrowAnyException();
        }
    }

    @Test
    void twinLosesNoFile() {
        lake.tables().registerTable(TableIdentifier.of("default", "twin"), metadataFile(load()));

        String advice = "DROP TABLE lake.default.twin, without PURGE";
        assertRefused("expire_snapshots", "lake.default.twin", advice);
        assertRefused("remove_orphan_files", "lake.default.twin", advice);
        assertThatCode(() -> check("rewrite_data_files", "t")).doesNotThrowAnyException();
    }

    @Test
    void twinInAnotherCatalogLosesNoFile() {
        theirs.namespaces().createNamespace(Namespace.of("s"));
        theirs.tables().registerTable(TableIdentifier.of("s", "twin"), metadataFile(load()));

        assertRefused("expire_snapshots", "theirs.s.twin", "may have the same files");
    }

    @Test
    void tableOfACatalogThatIsADirectoryIsNotToBeDropped() {
        catalogs.remove("theirs");
        catalogs.add(catalog(CatalogType.HADOOP, Map.of("warehouse", "file:" + home.resolve("warehouse/lake"))));
        LakeCatalog directory = catalogs.find("theirs").orElseThrow();
        TableIdentifier files = TableIdentifier.of("s", "files");
        Table table = directory.tables().createTable(files, SCHEMA);
        append(table);
        lake.tables()
                .registerTable(
                        TableIdentifier.of("default", "name"),
                        metadataFile(directory.tables().loadTable(files)));

        assertThatThrownBy(() -> check("expire_snapshots", table(List.of("default"), "name")))
                .hasMessageContaining("theirs.s.files too")
                .hasMessageContaining("DROP TABLE lake.default.name, without PURGE");
    }

    @Test
    void tableThatTwoCatalogsLeadToIsNotToBeDropped() {
        Map<String, String> properties = Map.of("warehouse", "file:" + home.resolve("files"));
        catalogs.remove("theirs");
        catalogs.add(catalog(CatalogType.HADOOP, properties));
        catalogs.add(LakeCatalog.open(
                new CatalogDefinition("lake2", CatalogType.HADOOP, properties, Duration.ofSeconds(5)), home));
        append(catalogs.find("theirs").orElseThrow().tables().createTable(TableIdentifier.of("s", "files"), SCHEMA));

        assertThatThrownBy(() -> check("expire_snapshots", table("theirs", List.of("s"), "files")))
                .hasMessageContaining("lake2.s.files is at the same metadata file")
                .hasMessageContaining("if both catalogs lead to one service, remove one of them")
                .hasMessageNotContaining("DROP TABLE");
    }

    @Test
    void copyInAnotherCatalogIsNotToBeDroppedUntilItIsWritten() {
        theirs.namespaces().createNamespace(Namespace.of("s"));
        Table twin = theirs.tables().registerTable(TableIdentifier.of("s", "twin"), metadataFile(load()));
        assertThatThrownBy(() -> check("expire_snapshots", "t"))
                .hasMessageContaining("theirs.s.twin is at the same metadata file")
                .hasMessageNotContaining("DROP TABLE");

        twin.updateProperties().set("a", "b").commit();

        assertRefused("expire_snapshots", "theirs.s.twin", "DROP TABLE theirs.s.twin, without PURGE");
    }

    @Test
    void namesDifferByCaseOnlyWhereTheirCatalogTellsCasesApart() {
        io.lakeflight.catalog.TableName small = new io.lakeflight.catalog.TableName("c", "s", "t");
        io.lakeflight.catalog.TableName capital = new io.lakeflight.catalog.TableName("c", "S", "T");
        io.lakeflight.catalog.TableName elsewhere = new io.lakeflight.catalog.TableName("C", "s", "t");

        assertThat(TableLocations.isOne(small, capital, true)).isTrue();
        assertThat(TableLocations.isOne(small, capital, false)).isFalse();
        assertThat(TableLocations.isOne(small, small, false)).isTrue();
        assertThat(TableLocations.isOne(small, elsewhere, true)).isFalse();
    }

    @Test
    void twinThatStayedLosesNoFileToOneThatMoved() {
        lake.tables().registerTable(TableIdentifier.of("default", "twin"), metadataFile(load()));
        load().updateLocation().setLocation(load().location() + "-elsewhere").commit();

        assertRefused("expire_snapshots", "lake.default.twin", "may have the same files");
    }

    /** No directory has files of both. */
    @Test
    void twinWithItsMetadataElsewhereLosesNoFileToOneThatMoved() {
        TableIdentifier name = TableIdentifier.of("default", "elsewhere");
        Map<String, String> properties = Map.of("write.metadata.path", load().location() + "-metadata");
        append(lake.tables().createTable(name, SCHEMA, PartitionSpec.unpartitioned(), properties));
        Table moving = lake.tables().loadTable(name);
        lake.tables().registerTable(TableIdentifier.of("default", "twin"), metadataFile(moving));
        moving.updateLocation().setLocation(moving.location() + "-moved").commit();

        assertThatThrownBy(() -> check("expire_snapshots", "elsewhere"))
                .hasMessageContaining("lake.default.twin")
                .hasMessageContaining("may have the same files");
        assertThatThrownBy(() -> check("expire_snapshots", "twin")).hasMessageContaining("lake.default.elsewhere");
    }

    @Test
    void tablesWithMetadataInOnePlaceAreNoTwins() {
        Map<String, String> properties = Map.of("write.metadata.path", load().location() + "-metadata");
        for (String table : List.of("a", "b")) {
            append(lake.tables()
                    .createTable(
                            TableIdentifier.of("default", table), SCHEMA, PartitionSpec.unpartitioned(), properties));
        }

        assertThatCode(() -> check("expire_snapshots", "a")).doesNotThrowAnyException();
    }

    @Test
    void tableWithinTheDirectoryIsNoOrphan() {
        lake.tables()
                .createTable(
                        TableIdentifier.of("default", "inner"),
                        SCHEMA,
                        PartitionSpec.unpartitioned(),
                        Map.of("write.data.path", load().location() + "/data/inner"));

        assertRefused("remove_orphan_files", "lake.default.inner", "taken for orphans");
        assertThatCode(() -> check("expire_snapshots", "t")).doesNotThrowAnyException();
    }

    @Test
    void tableWithinTheDirectoryIsFoundHoweverThatIsWritten() {
        String doubled = load().location().replace("/default/", "/default//");
        lake.tables()
                .createTable(
                        TableIdentifier.of("default", "inner"),
                        SCHEMA,
                        PartitionSpec.unpartitioned(),
                        doubled + "/inner",
                        Map.of());

        assertRefused("remove_orphan_files", "lake.default.inner", "taken for orphans");
    }

    @Test
    void metadataFileThatWasRegisteredIsNoOrphan() throws IOException {
        Table other = lake.tables().createTable(TableIdentifier.of("default", "other"), SCHEMA);
        View view = lake.views()
                .buildView(TableIdentifier.of("default", "view"))
                .withSchema(SCHEMA)
                .withQuery("spark", "SELECT 1 AS id")
                .withDefaultNamespace(Namespace.of("default"))
                .create();
        Map<String, String> files = Map.of(
                "of_table", metadataFile(other),
                "of_view", ((BaseView) view).operations().current().metadataFileLocation());
        lake.tables().dropTable(TableIdentifier.of("default", "other"), false);
        for (Map.Entry<String, String> file : files.entrySet()) {
            TableIdentifier name = TableIdentifier.of("default", file.getKey());
            Path original = Path.of(plain(file.getValue()));
            Path copy = Files.copy(original, Path.of(plain(load().location())).resolve(original.getFileName()));
            if (file.getKey().equals("of_table")) {
                lake.tables().registerTable(name, "file:" + copy);
            } else {
                lake.views().registerView(name, "file:" + copy);
            }

            assertRefused("remove_orphan_files", "lake.default." + file.getKey(), "taken for orphans");
            lake.tables().dropTable(name, false);
            lake.views().dropView(name);
        }
        assertThatCode(() -> check("remove_orphan_files", "t")).doesNotThrowAnyException();
    }

    private static String plain(String location) {
        return location.substring("file:".length());
    }

    @Test
    void branchAndMetadataTableStandForTheirTable() {
        lake.tables().registerTable(TableIdentifier.of("default", "twin"), metadataFile(load()));

        for (String below : List.of("branch_main", "files")) {
            assertThatThrownBy(() -> check("expire_snapshots", table(List.of("default", "t"), below)))
                    .hasMessageContaining("for lake.default.t is not allowed");
        }
    }

    @Test
    void nothingIsDeletedWhileNobodyCanTell() {
        catalogs.remove("theirs");
        catalogs.add(catalog(CatalogType.REST, Map.of("uri", "http://127.0.0.1:1")));

        assertThatThrownBy(() -> check("expire_snapshots", "t"))
                .isInstanceOfSatisfying(QueryException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CATALOG_UNAVAILABLE))
                .hasMessageContaining("CALL expire_snapshots for lake.default.t has deleted nothing")
                .hasMessageContaining("theirs");
    }

    private void assertRefused(String procedure, String other, String advice) {
        assertThatThrownBy(() -> check(procedure, "t"))
                .isInstanceOfSatisfying(QueryException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo("42501"))
                .hasMessageContaining("CALL " + procedure + " for lake.default.t is not allowed")
                .hasMessageContaining(other)
                .hasMessageContaining(advice);
    }

    private void check(String procedure, String table) {
        check(procedure, table(List.of("default"), table));
    }

    private void check(String procedure, TableName table) {
        Analysis analysis =
                Analysis.newBuilder().setProcedure(procedure).addWrites(table).build();
        new DeletionCheck(catalogs).require(analysis);
    }

    private static TableName table(List<String> namespace, String name) {
        return table("lake", namespace, name);
    }

    private static TableName table(String catalog, List<String> namespace, String name) {
        return TableName.newBuilder()
                .setCatalog(catalog)
                .addAllNamespace(namespace)
                .setName(name)
                .build();
    }

    private Table load() {
        return lake.tables().loadTable(TABLE);
    }

    private static String metadataFile(Table table) {
        return ((HasTableOperations) table).operations().current().metadataFileLocation();
    }

    private static void append(Table table) {
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/file.parquet")
                        .withFileSizeInBytes(1)
                        .withRecordCount(1)
                        .build())
                .commit();
    }
}
