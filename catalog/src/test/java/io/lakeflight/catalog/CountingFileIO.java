package io.lakeflight.catalog;

import io.lakeflight.storage.DirectoryFileIO;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of a directory, counting what is read of them. Iceberg makes it by class name, so what was read is kept by a
 * name that a test gives.
 */
public final class CountingFileIO implements FileIO {
    static final String NAME = "testing.name";

    private static final long serialVersionUID = 1;
    private static final Map<String, List<String>> READS = new ConcurrentHashMap<>();
    private static final Map<String, Runnable> BEFORE_READ = new ConcurrentHashMap<>();
    private static final Map<String, Runnable> BEFORE_DELETION = new ConcurrentHashMap<>();
    private static final Map<String, Runnable> BEFORE_WRITE = new ConcurrentHashMap<>();

    private final DirectoryFileIO files = new DirectoryFileIO();
    private String name = "";

    /** The properties by which a catalog counts under a name. */
    public static Map<String, String> properties(String name) {
        return Map.of("io-impl", CountingFileIO.class.getName(), NAME, name);
    }

    /** The locations read since the last call, in order. */
    public static List<String> takeReads(String name) {
        List<String> reads = READS.remove(name);
        return reads == null ? List.of() : reads;
    }

    /** Does something before the next file is read. */
    static void beforeNextRead(String name, Runnable action) {
        BEFORE_READ.put(name, action);
    }

    /** Does something before the next file is written. */
    static void beforeNextWrite(String name, Runnable action) {
        BEFORE_WRITE.put(name, action);
    }

    /** Does something before the next file is deleted. */
    static void beforeNextDeletion(String name, Runnable action) {
        BEFORE_DELETION.put(name, action);
    }

    private void run(Map<String, Runnable> actions) {
        Runnable action = actions.remove(name);
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void initialize(Map<String, String> properties) {
        name = properties.getOrDefault(NAME, "");
    }

    @Override
    public InputFile newInputFile(String location) {
        return counting(files.newInputFile(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        run(BEFORE_WRITE);
        return files.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        run(BEFORE_DELETION);
        files.deleteFile(location);
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    private InputFile counting(InputFile file) {
        return new InputFile() {
            @Override
            public long getLength() {
                return file.getLength();
            }

            @Override
            public SeekableInputStream newStream() {
                run(BEFORE_READ);
                READS.compute(name, (key, known) -> {
                    List<String> reads = known == null ? new ArrayList<>() : new ArrayList<>(known);
                    reads.add(location());
                    return reads;
                });
                return file.newStream();
            }

            @Override
            public String location() {
                return file.location();
            }

            @Override
            public boolean exists() {
                return file.exists();
            }
        };
    }
}
