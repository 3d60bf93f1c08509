package io.lakeflight.catalog.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;

/** A table with Parquet files that Iceberg's own writers write. */
final class TestingTable implements AutoCloseable {
    static final TableIdentifier NAME = TableIdentifier.of("default", "t");

    private final Catalog catalog;
    private final Table table;
    private final Map<String, TreeSet<Long>> deletedPositions = new HashMap<>();
    private final Map<String, DeleteFile> vectors = new HashMap<>();

    private TestingTable(Catalog catalog, Table table) {
        this.catalog = catalog;
        this.table = table;
    }

    /** A table that is all in memory. */
    static TestingTable create(Schema schema) {
        return create(schema, PartitionSpec.unpartitioned(), Map.of());
    }

    static TestingTable create(Schema schema, PartitionSpec spec, Map<String, String> properties) {
        InMemoryCatalog catalog = new InMemoryCatalog();
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(NAME.namespace());
        return create(catalog, schema, spec, properties);
    }

    static TestingTable create(Catalog catalog, Schema schema, PartitionSpec spec, Map<String, String> properties) {
        return new TestingTable(catalog, catalog.createTable(NAME, schema, spec, properties));
    }

    /** The properties of a table of a format version. */
    static Map<String, String> format(int version) {
        return Map.of("format-version", Integer.toString(version), "write.parquet.compression-codec", "uncompressed");
    }

    Table table() {
        return table;
    }

    /** As the catalog loads it for a statement. */
    Table load() {
        return catalog.loadTable(NAME);
    }

    /** A row of the current schema. */
    Record row(Object... values) {
        Record row = GenericRecord.create(table.schema());
        for (int i = 0; i < values.length; i++) {
            row.set(i, values[i]);
        }
        return row;
    }

    /** A file for each partition there is a row of, in one commit. */
    List<DataFile> append(Record... rows) {
        return append(List.of(rows));
    }

    List<DataFile> append(List<Record> rows) {
        List<DataFile> files = write(rows);
        var append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return files;
    }

    /** Files that no snapshot has yet. */
    List<DataFile> write(List<Record> rows) {
        InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
        Map<PartitionKey, List<Record>> partitions = new HashMap<>();
        for (Record row : rows) {
            PartitionKey key = new PartitionKey(table.spec(), table.schema());
            key.partition(wrapper.wrap(row));
            partitions.computeIfAbsent(key, ignored -> new ArrayList<>()).add(row);
        }
        List<DataFile> files = new ArrayList<>();
        partitions.forEach((partition, own) -> files.add(write(partition, own)));
        return files;
    }

    private DataFile write(StructLike partition, List<Record> rows) {
        DataWriter<Record> writer = writers().build().newDataWriter(newFile(), table.spec(), partition);
        try (writer) {
            rows.forEach(writer::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toDataFile();
    }

    /** A delete file for all files of a partition. */
    void deletePositions(DataFile file, long... positions) {
        PositionDeleteWriter<Record> writer = writers()
                .build()
                .newPositionDeleteWriter(newFile(), table.specs().get(file.specId()), file.partition());
        try (writer) {
            LongStream.of(positions)
                    .forEach(position ->
                            writer.write(PositionDelete.<Record>create().set(file.location(), position)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    }

    /** A deletion vector, which has the positions deleted before as well. */
    void deleteByVector(DataFile file, long... positions) {
        TreeSet<Long> all = deletedPositions.computeIfAbsent(file.location(), path -> new TreeSet<>());
        LongStream.of(positions).forEach(all::add);
        DVFileWriter writer = new BaseDVFileWriter(
                OutputFileFactory.builderFor(table, 1, 1)
                        .format(FileFormat.PUFFIN)
                        .operationId(UUID.randomUUID().toString())
                        .build(),
                path -> null);
        try (writer) {
            for (long position : all) {
                writer.delete(file.location(), position, table.specs().get(file.specId()), file.partition());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DeleteFile vector = writer.result().deleteFiles().get(0);
        RowDelta delta = table.newRowDelta()
                .validateFromSnapshot(table.currentSnapshot().snapshotId())
                .addDeletes(vector);
        DeleteFile old = vectors.put(file.location(), vector);
        if (old != null) {
            delta.removeDeletes(old);
        }
        delta.commit();
    }

    /** Deletes the rows that have one of these values in a column, in the partition of a file or all of them. */
    void deleteEqual(StructLike partition, String column, Object... values) {
        Schema key = table.schema().select(column);
        EqualityDeleteWriter<Record> writer = writers()
                .equalityFieldIds(new int[] {key.columns().get(0).fieldId()})
                .equalityDeleteRowSchema(key)
                .build()
                .newEqualityDeleteWriter(newFile(), table.spec(), partition);
        try (writer) {
            for (Object value : values) {
                Record row = GenericRecord.create(key);
                row.set(0, value);
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    }

    private GenericFileWriterFactory.Builder writers() {
        return new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .deleteFileFormat(FileFormat.PARQUET)
                .dataSchema(table.schema());
    }

    private EncryptedOutputFile newFile() {
        return OutputFileFactory.builderFor(table, 1, 1)
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .build()
                .newOutputFile();
    }

    /** The rows there are now, as a reader of the data files finds them. */
    List<Record> rows() {
        return rows(IcebergGenerics.read(table));
    }

    List<Record> rows(long snapshotId) {
        return rows(IcebergGenerics.read(table).useSnapshot(snapshotId));
    }

    private static List<Record> rows(IcebergGenerics.ScanBuilder scan) {
        try (CloseableIterable<Record> rows = scan.build()) {
            List<Record> all = new ArrayList<>();
            rows.forEach(row -> all.add(row.copy()));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (catalog instanceof InMemoryCatalog memory) {
            memory.dropTable(NAME);
        }
    }
}
