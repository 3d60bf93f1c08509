package io.lakeflight.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iceberg's files in a local or NFS directory.
 *
 * <p>A file appears under its name at once and whole, when its stream is closed: until then it has a temporary name
 * beside it. Before that it is forced to disk, and after that its directory is, so that what a commit points to survives
 * a power cut; {@code io.fsync=false} does without.
 *
 * <p>Locations are those Iceberg records: {@code file:/x}, {@code file:///x} or {@code /x}, where every character stands
 * for itself. Holds nothing open, travels to Spark's executors, and is safe for any thread.
 */
public final class DirectoryFileIO implements SupportsPrefixOperations, SupportsBulkOperations {
    /** Property that says whether files are forced to disk before they are published; true unless set to false. */
    public static final String FSYNC = "io.fsync";

    /**
     * Property with the directory below which files may be deleted; anywhere if it is not set. What a table's metadata
     * lists was written by clients, and a file elsewhere is none of the catalog's.
     */
    public static final String DELETIONS_BELOW = "io.deletions-below";

    /** How Iceberg's properties about its cache of manifests begin; it asks files for them. */
    private static final String MANIFEST_CACHE = "io.manifest.cache";

    private static final long serialVersionUID = 1;

    private static final Logger log = LoggerFactory.getLogger(DirectoryFileIO.class);

    private boolean fsync = true;
    private @Nullable String deletionsBelow;
    private Map<String, String> manifestCache = Map.of();

    @Override
    public void initialize(Map<String, String> properties) {
        String value = properties.getOrDefault(FSYNC, "true");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("Property " + FSYNC + " is \"" + value + "\", must be true or false");
        }
        fsync = Boolean.parseBoolean(value);
        deletionsBelow = properties.get(DELETIONS_BELOW);
        manifestCache = properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith(MANIFEST_CACHE))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What this was set to; not the rest of the catalog's properties, which may hold secrets. */
    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(manifestCache);
        properties.put(FSYNC, Boolean.toString(fsync));
        if (deletionsBelow != null) {
            properties.put(DELETIONS_BELOW, deletionsBelow);
        }
        return Map.copyOf(properties);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new DirectoryInputFile(Location.parse(location));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return new DirectoryInputFile(Location.parse(location), length);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new DirectoryOutputFile(Location.parse(location), new Durability(fsync));
    }

    /** Deletes a file; one that is missing is as good as deleted, and one that is out of bounds is left alone. */
    @Override
    public void deleteFile(String location) {
        Location file = Location.parse(location);
        if (!mayDelete(file)) {
            return;
        }
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    /** Deletes files, some at a time; all are tried before the failures are reported together. */
    @Override
    public void deleteFiles(Iterable<String> locations) {
        new BulkDeletion(this, locations).run();
    }

    /** All files under a directory, temporary ones of writers included; none if there is no such directory. */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        return new DirectoryTree(Location.parse(prefix)).files();
    }

    /** Deletes a directory and everything in it, unless it is out of bounds. */
    @Override
    public void deletePrefix(String prefix) {
        Location directory = Location.parse(prefix);
        if (mayDelete(directory)) {
            new DirectoryTree(directory).delete();
        }
    }

    private boolean mayDelete(Location file) {
        if (deletionsBelow == null) {
            return true;
        }
        Path root = Location.parse(deletionsBelow).path().normalize();
        Path path = file.path().normalize();
        boolean isBelow = path.startsWith(root) && !path.equals(root);
        if (!isBelow) {
            log.warn("{} is not deleted: it is not below {}", file, root);
        }
        return isBelow;
    }
}
