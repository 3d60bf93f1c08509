package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast lane reads of a table what Spark reads of it, or leaves it to Spark. */
class ITFastLaneFiles {
    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane lane = new TestingLane("fast-files");

    @Test
    void columnsAreFoundByTheirIds() {
        create("evolved", "id INT, small INT, price DECIMAL(8, 2), ratio FLOAT, name STRING, gone STRING", "");
        insert("evolved", "(1, 1, 1.25, 0.5, 'a', 'x'), (2, NULL, NULL, NULL, NULL, NULL)");
        for (String change : List.of(
                "ALTER COLUMN small TYPE BIGINT",
                "ALTER COLUMN price TYPE DECIMAL(12, 2)",
                "ALTER COLUMN ratio TYPE DOUBLE",
                "RENAME COLUMN name TO label",
                "DROP COLUMN gone",
                "ADD COLUMN gone STRING",
                "ADD COLUMN name INT FIRST",
                "ALTER COLUMN price FIRST")) {
            lane.execute("ALTER TABLE evolved " + change);
        }
        lane.execute("INSERT INTO evolved (id, small, price, ratio, label, gone, name) VALUES"
                + " (3, 5000000000, 1234567890.25, 0.1D, 'c', 'z', 7)");

        lane.requireFast("SELECT * FROM evolved");
        lane.requireFast("SELECT label, name FROM evolved WHERE gone IS NULL AND small < 4000000000");
        lane.requireFast("SELECT count(*) FROM evolved WHERE name = 7 OR price > 1000");
        lane.requireFast("SELECT 1 AS one FROM evolved");
    }

    @Test
    void valuesOfAllTypesAreTheSame() {
        create(
                "typed",
                "b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, p DECIMAL(38, 10), s STRING, x BINARY, day DATE,"
                        + " at TIMESTAMP, local TIMESTAMP_NTZ",
                "");
        insert(
                "typed",
                "(true, 1, 2, 1.5, double('NaN'), 12345678901234567890.0123456789, 'ß😀', x'00ff', DATE'1500-01-01',"
                        + " TIMESTAMP'1582-10-04 12:00:00', TIMESTAMP_NTZ'1883-11-18 12:03:58'),"
                        + " (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");

        lane.requireFast("SELECT b, i, l, f, p, s, x, day, at, local FROM typed");
        lane.requireFast("SELECT i FROM typed WHERE d > 5");
        lane.execute("SET TIME ZONE 'America/Los_Angeles'");
        lane.requireFast("SELECT at, local FROM typed");
        lane.execute("SET TIME ZONE '+02:00'");
        lane.requireFast("SELECT at, local FROM typed");
        lane.execute("SET TIME ZONE '+02:30'");
        lane.requireRefused("SELECT at, local FROM typed", "time zone");
        lane.execute("SET TIME ZONE 'UTC'");
    }

    @Test
    void partitionsAreLeftOutAsIcebergDoes() {
        create("parts", "id INT, p STRING, day DATE", "PARTITIONED BY (p, months(day))");
        insert("parts", "(1, 'a', DATE'2026-01-01'), (2, 'b b/=%', DATE'2026-02-01'), (3, NULL, NULL)");

        lane.requireFast("SELECT id FROM parts WHERE p = 'a'");
        lane.requireFast("SELECT id, p FROM parts WHERE p <> 'a' OR p IS NULL");
        lane.requireFast("SELECT id FROM parts WHERE day >= DATE'2026-01-15'");
        lane.requireFast("SELECT id FROM parts WHERE p = 'nowhere'");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void deletedRowsAreGone(int version) {
        String table = "deleted_v" + version;
        create(table, "id BIGINT, name STRING", "");
        lane.execute("ALTER TABLE " + table + " SET TBLPROPERTIES ('format-version' = '" + version
                + "', 'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read')");
        lane.execute("INSERT INTO " + table + " SELECT id, concat('n', id) FROM range(0, 20000, 1, 2)");
        lane.execute("INSERT INTO " + table + " SELECT id, concat('n', id) FROM range(20000, 20010, 1, 1)");
        lane.execute("DELETE FROM " + table + " WHERE id % 100 = 7 AND id < 20000");
        lane.execute("UPDATE " + table + " SET name = 'changed' WHERE id % 1000 = 8");

        lane.requireFast("SELECT count(*), sum(id) FROM " + table + " WHERE id > 3");
        lane.requireFast("SELECT id, name FROM " + table + " WHERE id % 1000 < 9 ");
        lane.requireFast("SELECT count(*) FROM " + table + " WHERE name = 'changed'");
        lane.requireFast("SELECT id, name FROM " + table + " VERSION AS OF " + firstSnapshot(table) + " WHERE id = 7");
    }

    @Test
    void manyDeletedRowsAreLeftToSpark() {
        create("much_deleted", "id BIGINT", "");
        lane.execute("ALTER TABLE much_deleted SET TBLPROPERTIES ('write.delete.mode' = 'merge-on-read')");
        lane.execute("INSERT INTO much_deleted SELECT id FROM range(0, 200000, 1, 1)");
        lane.execute("DELETE FROM much_deleted WHERE id % 3 = 0");

        lane.requireRefused("SELECT count(*), sum(id) FROM much_deleted WHERE id > 3", "deleted rows");
    }

    @Test
    void rowsDeletedByTheirValuesAreLeftToSpark() throws Exception {
        create("value_deleted", "id INT, name STRING", "");
        insert("value_deleted", "(1, 'a'), (2, 'b')");
        Table table = iceberg("value_deleted");
        table.newRowDelta().addDeletes(equalityDelete(table, "id", 2)).commit();

        lane.requireRefused("SELECT id FROM value_deleted WHERE id > 0", "deleted by their values");
    }

    @Test
    void filesWithoutIdsAreLeftToSpark() throws Exception {
        create("imported", "id INT, name STRING", "");
        insert("imported", "(1, 'a')");
        Path directory = Files.createTempDirectory("plain-parquet-");
        Table table = iceberg("imported");
        Path inside = Path.of(table.location(), "data", "imported-" + UUID.randomUUID() + ".parquet");
        engine.server()
                .sessions()
                .find("fast-files")
                .spark()
                .sql("SELECT 2 AS id, 'b' AS name")
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(directory.toString());
        try (Stream<Path> files = Files.list(directory)) {
            Files.copy(
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow(),
                    inside);
        }
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(inside.toString())
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(Files.size(inside))
                        .withRecordCount(1)
                        .build())
                .commit();

        lane.requireRefused("SELECT id, name FROM imported WHERE id > 0", "without field ids");
        lane.execute("ALTER TABLE imported SET TBLPROPERTIES ('schema.name-mapping.default' ="
                + " '[{\"field-id\": 1, \"names\": [\"id\"]}, {\"field-id\": 2, \"names\": [\"name\"]}]')");
        lane.requireRefused("SELECT id, name FROM imported WHERE id > 0", "read by names");
    }

    @Test
    void whatIsNoPlainFileOrColumnIsLeftToSpark() {
        create("odd", "id INT, s STRUCT<a: INT>, l ARRAY<INT>", "");
        insert("odd", "(1, named_struct('a', 1), array(1, 2))");
        create("orc", "id INT", "TBLPROPERTIES ('write.format.default' = 'orc')");
        insert("orc", "(1)");

        lane.requireFast("SELECT id FROM odd WHERE id > 0");
        lane.requireRefused("SELECT id, s FROM odd WHERE id > 0", "struct");
        lane.requireRefused("SELECT id, l FROM odd WHERE id > 0", "list");
        lane.requireRefused("SELECT _file FROM odd WHERE id > 0", "");
        lane.requireRefused("SELECT count(*) FROM db.odd.files WHERE record_count > 0", "");
        lane.requireRefused("SELECT id FROM orc WHERE id > 0", "not Parquet");
    }

    @Test
    void fieldsOfStructsAreReadWhereTheyAreWhatTheyWere() {
        String columns = "id INT, s STRUCT<a: INT, b: STRUCT<c: STRING, d: DATE, e: INT>, l: ARRAY<INT>, `o o`: INT>";
        create("structs", columns, "");
        insert(
                "structs",
                "(1, named_struct('a', 1, 'b', named_struct('c', 'x', 'd', DATE'2020-01-01', 'e', 5), 'l', array(1), 'o o', 6)),"
                        + " (2, named_struct('a', NULL, 'b', NULL, 'l', NULL, 'o o', NULL)), (3, NULL)");

        lane.requireFast("SELECT id, s.a, s.b.c, s.b.d FROM structs");
        lane.requireFast("SELECT s.b.c, count(*), sum(s.a) FROM structs WHERE s.a IS NULL OR s.a < 5 GROUP BY 1");
        lane.requireFast("SELECT id FROM structs WHERE s.b.d > DATE'2019-01-01' ORDER BY s.a");
        lane.requireRefused("SELECT s.b FROM structs WHERE id > 0", "struct");
        lane.requireRefused("SELECT s.l FROM structs WHERE id > 0", "");
        // Such names are written into files in other letters.
        lane.requireRefused("SELECT s.`o o` FROM structs WHERE id > 0", "other fields of a struct");
        lane.execute("ALTER TABLE structs ALTER COLUMN s.a TYPE BIGINT");
        lane.requireFast("SELECT id, s.a FROM structs WHERE s.a < 5000000000");
        lane.execute("ALTER TABLE structs RENAME COLUMN s TO t");
        lane.requireFast("SELECT id, t.a FROM structs WHERE t.a = 1");
        lane.execute("ALTER TABLE structs RENAME COLUMN t.a TO z");
        lane.requireRefused("SELECT id, t.z FROM structs WHERE id > 0", "other fields of a struct");
        lane.requireFast("SELECT id, t.b.c FROM structs WHERE id > 0");
        lane.execute("ALTER TABLE structs DROP COLUMN t.b.e");
        lane.execute("ALTER TABLE structs ADD COLUMN t.b.e INT");
        lane.requireRefused("SELECT id, t.b.e FROM structs WHERE id > 0", "other fields of a struct");
    }

    @Test
    void aThousandFilesAreReadAtOnce() {
        create("fragments", "id BIGINT, p INT", "PARTITIONED BY (p)");
        lane.execute("ALTER TABLE fragments SET TBLPROPERTIES ('write.distribution-mode' = 'none',"
                + " 'write.spark.fanout.enabled' = 'true', 'write.metadata.metrics.default' = 'none')");
        lane.execute("INSERT INTO fragments SELECT id, CAST(id % 1000 AS INT) FROM range(0, 3000, 1, 1)");

        assertThat(lane.spark("SELECT count(*) FROM db.fragments.files").rows()).containsExactly(List.of(1_000L));
        lane.requireFast("SELECT count(*), sum(id), sum(p) FROM fragments WHERE id >= 0");
        lane.requireFast("SELECT id FROM fragments WHERE p = 77");
    }

    @Test
    void floatingPointNumbersAreFoundWhateverTheStatisticsSay() {
        create("floats", "id INT, f DOUBLE", "");
        insert("floats", "(1, -0.0D), (2, 0.0D), (3, double('NaN')), (4, 5D), (5, -5D), (6, NULL)");
        insert("floats", "(7, 1D), (8, double('NaN'))");
        insert("floats", "(9, double('Infinity')), (10, double('-Infinity'))");

        for (String condition :
                List.of("f > 5", "f >= 0D", "f = 0D", "f = -0.0D", "f < 0D", "f <> 5", "f = double('NaN')", "f <= 1")) {
            lane.requireFast("SELECT id FROM floats WHERE " + condition);
        }
    }

    private void create(String table, String columns, String rest) {
        lane.execute("DROP TABLE IF EXISTS " + table);
        lane.execute("CREATE TABLE %s (%s) USING iceberg %s".formatted(table, columns, rest));
    }

    private void insert(String table, String rows) {
        lane.execute("INSERT INTO " + table + " VALUES " + rows);
    }

    private Object firstSnapshot(String table) {
        return lane.spark("SELECT snapshot_id FROM db." + table + ".snapshots ORDER BY committed_at LIMIT 1")
                .rows()
                .get(0)
                .get(0);
    }

    private Table iceberg(String table) {
        String path = (String) engine.rows("SELECT file_path FROM db." + table + ".files")
                .get(0)
                .get(0);
        return new HadoopTables(new Configuration()).load(path.substring(0, path.indexOf("/data/")));
    }

    private static DeleteFile equalityDelete(Table table, String column, int value) throws Exception {
        Schema schema = table.schema().select(column);
        EqualityDeleteWriter<Record> writer = Parquet.writeDeletes(
                        table.io().newOutputFile(table.location() + "/data/deletes-" + UUID.randomUUID() + ".parquet"))
                .forTable(table)
                .rowSchema(schema)
                .createWriterFunc(GenericParquetWriter::create)
                .equalityFieldIds(table.schema().findField(column).fieldId())
                .withSpec(PartitionSpec.unpartitioned())
                .buildEqualityWriter();
        try (writer) {
            GenericRecord record = GenericRecord.create(schema);
            record.setField(column, value);
            writer.write(record);
        }
        return writer.toDeleteFile();
    }
}
