package io.lakeflight.engine.spark.fastlane.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.CurrentTable;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.TestingSpark;
import io.lakeflight.engine.spark.fastlane.known.LoadedTables.Loaded;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a table is asked for again. */
class ITLoadedTables {
    private static final TableReference NAME = new TableReference("lake", Identifier.of(new String[] {"db"}, "loaded"));

    private final SparkSession spark = TestingSpark.newSession();
    private final LoadedTables tables = new LoadedTables(1 << 20);

    @BeforeEach
    void createTable() {
        spark.sql("DROP TABLE IF EXISTS lake.db.loaded");
        spark.sql("CREATE TABLE lake.db.loaded (id INT) USING iceberg");
    }

    private static ToldTables told(String metadata, String catalogVersion) {
        return ToldTables.of(Statement.newBuilder()
                .putCatalogs("lake", catalogVersion)
                .addTables(CurrentTable.newBuilder()
                        .setName(TableName.newBuilder()
                                .setCatalog("lake")
                                .addNamespace("db")
                                .setName("loaded"))
                        .setMetadata(metadata))
                .build());
    }

    private static final ToldTables NOTHING = ToldTables.of(Statement.getDefaultInstance());

    private Loaded current(ToldTables told) {
        return tables.current(NAME, spark, told).orElseThrow();
    }

    private static String metadata(Loaded loaded) {
        return ((BaseTable) loaded.table().table()).operations().current().metadataFileLocation();
    }

    private String now() {
        return metadata(current(NOTHING));
    }

    @Test
    void tableThatIsToldToBeAsItWasIsNotAskedForAgain() {
        String metadata = now();
        Loaded first = current(told(metadata, "1"));

        assertThat(current(told(metadata, "1"))).isSameAs(first);
        assertThat(current(NOTHING)).isNotSameAs(first);
    }

    @Test
    void tableThatHasChangedIsAskedForAgain() {
        String before = now();
        Loaded first = current(told(before, "1"));
        spark.sql("INSERT INTO lake.db.loaded VALUES (1)");

        Loaded second = current(told(now(), "1"));

        assertThat(second).isNotSameAs(first);
        assertThat(metadata(second)).isNotEqualTo(before);
    }

    @Test
    void tableOfAnotherDefinitionOfItsCatalogIsAskedForAgain() {
        String metadata = now();
        Loaded first = current(told(metadata, "1"));

        assertThat(current(told(metadata, "2"))).isNotSameAs(first);
    }

    @Test
    void whatIsToldTooLateOrTooEarlyIsNotKept() {
        String before = now();
        spark.sql("INSERT INTO lake.db.loaded VALUES (1)");

        Loaded loaded = current(told(before, "1"));

        assertThat(metadata(loaded)).isNotEqualTo(before);
        assertThat(current(told(before, "1"))).isNotSameAs(loaded);
    }

    @Test
    void tableThatHasLookedAtItsCatalogMeanwhileIsAskedForAgain() {
        String before = now();
        Loaded first = current(told(before, "1"));
        spark.sql("INSERT INTO lake.db.loaded VALUES (1)");
        first.table().table().refresh();

        assertThat(current(told(before, "1"))).isNotSameAs(first);
    }

    @Test
    void tableThatIsGoneIsNotThere() {
        String metadata = now();
        current(told(metadata, "1"));
        spark.sql("DROP TABLE lake.db.loaded");

        assertThat(tables.current(NAME, spark, NOTHING)).isEqualTo(Optional.empty());
    }

    @Test
    void nothingIsKeptWithoutRoom() {
        LoadedTables none = new LoadedTables(0);
        ToldTables told = told(now(), "1");
        Loaded first = none.current(NAME, spark, told).orElseThrow();

        assertThat(none.current(NAME, spark, told).orElseThrow()).isNotSameAs(first);
    }
}
