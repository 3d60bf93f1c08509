package io.lakeflight.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A file that may be read. Its length is asked for once: files do not change. */
final class DirectoryInputFile implements InputFile {
    private static final long UNKNOWN = -1;

    private final Location location;
    private volatile long length;

    DirectoryInputFile(Location location) {
        this(location, UNKNOWN);
    }

    DirectoryInputFile(Location location, long length) {
        this.location = location;
        this.length = length;
    }

    @Override
    public long getLength() {
        if (length == UNKNOWN) {
            try {
                length = attributes().size();
            } catch (NoSuchFileException e) {
                throw missing(e);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        try {
            return new DirectoryInputStream(location, new ReopeningFile(this::open));
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String location() {
        return location.text();
    }

    /** Whether there is such a file; not knowing it is an error. */
    @Override
    public boolean exists() {
        try {
            return !attributes().isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Repetition.once(() -> Files.readAttributes(location.path(), BasicFileAttributes.class));
    }

    private FileChannel open() throws IOException {
        if (length == UNKNOWN) {
            length = requireFile().size();
        }
        return Repetition.once(() -> FileChannel.open(location.path(), StandardOpenOption.READ));
    }

    /** To open a pipe is to wait for somebody who writes into it. */
    private BasicFileAttributes requireFile() throws IOException {
        BasicFileAttributes attributes = attributes();
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(location.text(), null, "it is no regular file");
        }
        return attributes;
    }

    private NotFoundException missing(IOException cause) {
        return new NotFoundException(cause, "Failed to open input stream for file: %s (it does not exist)", location);
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("Cannot read " + location + ": " + cause.getMessage(), cause);
    }

    @Override
    public String toString() {
        return location.text();
    }
}
