package io.lakeflight.storage;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** A file's bytes, read from memory. */
final class ContentStream extends SeekableInputStream implements RangeReadable {
    private final byte[] content;
    private int position;

    ContentStream(byte[] content) {
        this.content = content;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long target) throws IOException {
        if (target < 0 || target > content.length) {
            throw new EOFException("Cannot seek to " + target + " of " + content.length + " bytes");
        }
        position = (int) target;
    }

    @Override
    public int read() {
        return position < content.length ? content[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, content.length - position);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(content, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public long skip(long count) {
        int skipped = (int) Math.max(0, Math.min(count, content.length - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return content.length - position;
    }

    @Override
    public void readFully(long from, byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (from < 0 || from + length > content.length) {
            throw new EOFException("Cannot read %d bytes at %d of %d".formatted(length, from, content.length));
        }
        System.arraycopy(content, (int) from, target, offset, length);
    }

    @Override
    public int readTail(byte[] target, int offset, int length) throws IOException {
        int count = Math.min(length, content.length);
        readFully(content.length - count, target, offset, count);
        return count;
    }
}
