package io.lakeflight.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A file that may be written. */
final class DirectoryOutputFile implements OutputFile {
    private final Location location;
    private final Durability durability;

    DirectoryOutputFile(Location location, Durability durability) {
        this.location = location;
        this.durability = durability;
    }

    /**
     * Begins a file that must not exist.
     *
     * <p>Fails early if it does; if another writer creates it meanwhile, closing the stream fails instead.
     */
    @Override
    public PositionOutputStream create() {
        if (Files.exists(location.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new AlreadyExistsException("File already exists: %s", location);
        }
        return open(Publication.NEW_NAME);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return open(Publication.ANY_NAME);
    }

    private PositionOutputStream open(Publication publication) {
        try {
            return DirectoryOutputStream.open(location, publication, durability);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + location + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String location() {
        return location.text();
    }

    @Override
    public InputFile toInputFile() {
        return new DirectoryInputFile(location);
    }

    @Override
    public String toString() {
        return location.text();
    }
}
