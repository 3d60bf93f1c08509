package io.lakeflight.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.iceberg.io.FileRange;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** The bytes of a file, in order and by position. For one thread at a time. */
final class DirectoryInputStream extends SeekableInputStream implements RangeReadable {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final Location location;
    private final ReopeningFile file;
    // Bytes before next in the file, from the buffer's position to its limit.
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long next;
    private boolean closed;

    DirectoryInputStream(Location location, ReopeningFile file) {
        this.location = location;
        this.file = file;
    }

    @Override
    public long getPos() {
        return next - buffer.remaining();
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0) {
            throw new IOException("Cannot seek to " + position + " in " + location);
        }
        long buffered = next - buffer.limit();
        if (position >= buffered && position <= next) {
            buffer.position((int) (position - buffered));
        } else {
            buffer.limit(0);
            next = position;
        }
    }

    @Override
    public int read() throws IOException {
        if (!buffer.hasRemaining() && !fillBuffer()) {
            return -1;
        }
        return Byte.toUnsignedInt(buffer.get());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining()) {
            if (length >= BUFFER_BYTES) {
                int count = read(ByteBuffer.wrap(bytes, offset, length), next);
                buffer.limit(0);
                next += Math.max(0, count);
                return count;
            }
            if (!fillBuffer()) {
                return -1;
            }
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    private boolean fillBuffer() throws IOException {
        buffer.clear();
        int count;
        try {
            count = read(buffer, next);
        } finally {
            buffer.flip();
        }
        next += Math.max(0, count);
        return count > 0;
    }

    /** Skips within the file, at most to its end. */
    @Override
    public long skip(long count) throws IOException {
        long from = getPos();
        long to = Math.min(from + Math.max(0, count), Math.max(from, size()));
        seek(to);
        return to - from;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, size() - getPos()));
    }

    @Override
    public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
        readFully(position, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public int readTail(byte[] bytes, int offset, int length) throws IOException {
        long size = size();
        int count = (int) Math.min(size, length);
        readFully(size - count, bytes, offset, count);
        return count;
    }

    /** Reads ranges in the order they have in the file; they are complete when this returns. */
    @Override
    public void readVectored(List<FileRange> ranges, IntFunction<ByteBuffer> allocate) throws IOException {
        for (FileRange range : RangeReadable.sortRanges(ranges)) {
            ByteBuffer target = allocate.apply(range.length());
            target.limit(target.position() + range.length());
            int start = target.position();
            readFully(range.offset(), target);
            range.byteBuffer().complete(target.position(start));
        }
    }

    private void readFully(long position, ByteBuffer target) throws IOException {
        int start = target.position();
        while (target.hasRemaining()) {
            int count = read(target, position + target.position() - start);
            if (count < 0) {
                throw new EOFException(
                        "File ends early: " + location + " has no byte " + (position + target.position() - start));
            }
        }
    }

    private int read(ByteBuffer target, long position) throws IOException {
        checkOpen();
        try {
            return file.read(target, position);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private long size() throws IOException {
        checkOpen();
        try {
            return file.size();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(IOException cause) {
        return new IOException("Cannot read " + location + ": " + cause.getMessage(), cause);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Stream is closed: " + location);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
