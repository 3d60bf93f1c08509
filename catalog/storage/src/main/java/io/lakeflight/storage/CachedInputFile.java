package io.lakeflight.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A file whose content is taken from {@link FileContents}, or put there when it is first read. */
final class CachedInputFile implements InputFile {
    static final long UNKNOWN = -1;

    private final InputFile file;
    private final long expectedLength;
    private final String storage;
    private final FileContents contents;

    /** @param expectedLength what the reader knows of the file; a content of another length is not what it means */
    CachedInputFile(InputFile file, long expectedLength, String storage, FileContents contents) {
        this.file = file;
        this.expectedLength = expectedLength;
        this.storage = storage;
        this.contents = contents;
    }

    @Override
    public long getLength() {
        return known().map(content -> (long) content.length).orElseGet(file::getLength);
    }

    @Override
    public SeekableInputStream newStream() {
        Optional<byte[]> content = known();
        if (content.isEmpty()) {
            content = read();
        }
        return content.<SeekableInputStream>map(ContentStream::new).orElseGet(file::newStream);
    }

    private Optional<byte[]> known() {
        return contents.find(storage, location())
                .filter(content -> expectedLength == UNKNOWN || expectedLength == content.length);
    }

    private Optional<byte[]> read() {
        try {
            return contents.read(storage, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.location() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String location() {
        return file.location();
    }

    /** Asks the storage: who asks wants to know of the file, not of its content. */
    @Override
    public boolean exists() {
        return file.exists();
    }
}
