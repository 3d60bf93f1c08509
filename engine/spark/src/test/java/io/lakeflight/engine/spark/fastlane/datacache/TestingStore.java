package io.lakeflight.engine.spark.fastlane.datacache;

import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.types.Types;

/** Files of a directory as if it were far away: counted when they are opened, and held back or refused on demand. */
final class TestingStore implements FileIO {
    private static final Schema COLUMNS = new Schema(Types.NestedField.required(1, "id", Types.IntegerType.get()));

    final AtomicInteger opened = new AtomicInteger();
    volatile RuntimeException failure;
    /** Opening waits until it is down. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    private final FileIO files = new DirectoryFileIO();
    private final Path directory;
    private final Table table;
    private final Map<String, String> properties = new HashMap<>();

    TestingStore(Path directory) {
        this.directory = directory;
        files.initialize(Map.of());
        String location = directory.resolve("table").toString();
        HadoopTables tables = new HadoopTables(new Configuration());
        BaseTable created = (BaseTable) tables.create(COLUMNS, PartitionSpec.unpartitioned(), Map.of(), location);
        this.table = new BaseTable(created.operations(), "far.db.t") {
            @Override
            public FileIO io() {
                return TestingStore.this;
            }
        };
    }

    void set(String property, String value) {
        properties.put(property, value);
    }

    Table table() {
        return table;
    }

    /** A file of as many bytes as it says. */
    DataFile write(String name, int length) throws IOException {
        return write(name, length, length);
    }

    DataFile write(String name, int length, int told) throws IOException {
        Path path = directory.resolve(name);
        Files.write(path, name.substring(0, 1).repeat(length).getBytes(StandardCharsets.UTF_8));
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(path.toString())
                .withFormat("parquet")
                .withFileSizeInBytes(told)
                .withRecordCount(1)
                .build();
    }

    @Override
    public InputFile newInputFile(String location) {
        throw new AssertionError("The length is known");
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        InputFile file = files.newInputFile(location);
        return new InputFile() {
            @Override
            public long getLength() {
                return length;
            }

            @Override
            public SeekableInputStream newStream() {
                opened.incrementAndGet();
                awaitGate();
                if (failure != null) {
                    throw failure;
                }
                return file.newStream();
            }

            @Override
            public String location() {
                return location;
            }

            @Override
            public boolean exists() {
                return file.exists();
            }
        };
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("aborted", e);
        }
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return files.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        files.deleteFile(location);
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }
}
