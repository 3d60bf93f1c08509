package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.SnapshotSummary;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestWrittenTables {
    private static final String QUERY = "q_1";
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private LakeCatalog lake;
    private Catalogs catalogs;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        create("a");
        create("b");
    }

    @AfterEach
    void close() {
        catalogs.close();
    }

    @Test
    void tableOfANamespaceWithADotIsFound() {
        lake.namespaces().createNamespace(Namespace.of("we.ird"));
        Table table = lake.tables().createTable(TableIdentifier.of(Namespace.of("we.ird"), "t.x"), SCHEMA);
        commit(table, QUERY);

        assertWritten(
                find(Analysis.newBuilder()
                        .setKind(StatementKind.DML)
                        .addWrites(TableName.newBuilder()
                                .setCatalog("lake")
                                .addNamespace("we.ird")
                                .setName("t.x"))
                        .build()),
                true,
                true);
    }

    @Test
    void allTablesMustCarryTheQuery() {
        commit("a", QUERY);
        commit("b", "q_2");
        assertWritten(find(insert("a")), true, true);
        assertWritten(find(insert("a", "b")), true, false);
        assertThat(find(insert("a", "b")).written()).isEqualTo("lake.default.a");
        assertThat(find(insert("a", "b")).unwritten()).isEqualTo("lake.default.b");
        assertThat(find(insert("b")).areNoneWritten()).isTrue();

        commit("b", QUERY);

        assertWritten(find(insert("a", "b")), true, true);
        assertThat(find(insert("a", "b")).affectedRows()).isEqualTo(20);
    }

    @Test
    void tableWrittenTwiceNeedsTwoSnapshots() {
        commit("a", QUERY);
        assertWritten(find(insert("a", "a")), true, false);

        commit("a", QUERY);

        assertWritten(find(insert("a", "a")), true, true);
    }

    @Test
    void ofATableThatIsGoneNothingIsSure() {
        assertWritten(find(insert("gone")), false, false);
        assertThat(find(insert("gone")).areNoneWritten()).isFalse();
        assertThat(find(insert("b", "gone")).areNoneWritten()).isFalse();
    }

    @Test
    void tableThatWasToBeCreatedAndIsNotThereWasNotWritten() {
        Analysis creation = insert("gone").toBuilder().setCreatesTable(true).build();

        assertThat(find(creation).areNoneWritten()).isTrue();
        assertThat(find(elsewhere(creation)).areNoneWritten()).isFalse();
    }

    @Test
    void statementWithoutKnownWritesIsNeverSureToHaveWrittenNothing() {
        assertThat(find(insert()).areNoneWritten()).isFalse();
        assertThat(find(insert("a").toBuilder().setKind(StatementKind.DDL).build())
                        .areNoneWritten())
                .isFalse();
    }

    private static void assertWritten(WrittenTables tables, boolean any, boolean all) {
        assertThat(tables.areAnyWritten()).isEqualTo(any);
        assertThat(tables.areAllWritten()).isEqualTo(all);
    }

    private WrittenTables find(Analysis analysis) {
        return WrittenTables.find(catalogs, analysis, QUERY);
    }

    private static Analysis insert(String... tables) {
        return Analysis.newBuilder()
                .setKind(StatementKind.DML)
                .addAllWrites(Arrays.stream(tables)
                        .map(table -> TableName.newBuilder()
                                .setCatalog("lake")
                                .addNamespace("default")
                                .setName(table)
                                .build())
                        .toList())
                .build();
    }

    private static Analysis elsewhere(Analysis analysis) {
        TableName table =
                analysis.getWrites(0).toBuilder().setCatalog("spark_catalog").build();
        return analysis.toBuilder().setWrites(0, table).build();
    }

    private void create(String table) {
        lake.tables().createTable(TableIdentifier.of("default", table), SCHEMA);
    }

    private void commit(String table, String queryId) {
        commit(lake.tables().loadTable(TableIdentifier.of("default", table)), queryId);
    }

    /** Ten rows that nobody reads. */
    private static void commit(Table table, String queryId) {
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath("file:/nowhere/" + queryId + ".parquet")
                        .withFileSizeInBytes(100)
                        .withRecordCount(10)
                        .build())
                .set(SnapshotSummary.QUERY_ID, queryId)
                .commit();
    }
}
