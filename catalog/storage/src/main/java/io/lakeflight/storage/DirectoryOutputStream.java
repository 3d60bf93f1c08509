package io.lakeflight.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.PositionOutputStream;

/** A file being written under a temporary name; closing publishes it, unless a write has failed. */
final class DirectoryOutputStream extends PositionOutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;
    // For each thread the JDK keeps a direct buffer as large as the largest write it has made.
    private static final int LARGEST_WRITE_BYTES = 256 * 1024;

    private final Location location;
    private final Publication publication;
    private final Durability durability;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long position;
    private boolean failed;
    private boolean closed;

    static DirectoryOutputStream open(Location location, Publication publication, Durability durability)
            throws IOException {
        Path directory = location.path().getParent();
        if (directory == null) {
            throw new IOException("this is the root directory");
        }
        // Neither hidden, so that removing orphan files finds what a killed writer left, nor longer than names may be.
        Path temporary = directory.resolve(UUID.randomUUID() + ".tmp");
        FileChannel channel;
        try {
            channel = create(temporary);
        } catch (NoSuchFileException e) {
            durability.createDirectories(directory);
            channel = create(temporary);
        }
        return new DirectoryOutputStream(location, publication, durability, temporary, channel);
    }

    private static FileChannel create(Path temporary) throws IOException {
        return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private DirectoryOutputStream(
            Location location, Publication publication, Durability durability, Path temporary, FileChannel channel) {
        this.location = location;
        this.publication = publication;
        this.durability = durability;
        this.temporary = temporary;
        this.channel = channel;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        checkOpen();
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) value);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        if (length > buffer.remaining()) {
            drain();
        }
        if (length > buffer.remaining()) {
            writeAll(ByteBuffer.wrap(bytes, offset, length));
        } else {
            buffer.put(bytes, offset, length);
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        checkOpen();
        drain();
    }

    private void drain() throws IOException {
        buffer.flip();
        writeAll(buffer);
        buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + LARGEST_WRITE_BYTES));
                channel.write(bytes);
            }
        } catch (IOException e) {
            failed = true;
            throw new IOException("Cannot write " + location + ": " + e.getMessage(), e);
        }
    }

    /**
     * Publishes the file.
     *
     * @throws AlreadyExistsException if it must not exist and another writer has created it meanwhile
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            if (failed) {
                throw new IOException("File is incomplete and was not published: " + location);
            }
            drain();
            publish();
        } finally {
            // Gone already if the file was published.
            Files.deleteIfExists(temporary);
        }
    }

    private void publish() throws IOException {
        try {
            durability.force(channel);
            // NFS may tell only here that something could not be written.
            channel.close();
            publication.publish(temporary, location.path());
            durability.forceEntries(temporary.getParent());
        } catch (FileAlreadyExistsException e) {
            throw new AlreadyExistsException(e, "File already exists: %s", location);
        } catch (IOException e) {
            throw new IOException("Cannot write " + location + ": " + e.getMessage(), e);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Stream is closed: " + location);
        }
    }
}
