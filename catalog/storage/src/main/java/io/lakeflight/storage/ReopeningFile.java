package io.lakeflight.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file that is opened again, by name, when a read fails. For one thread at a time. */
final class ReopeningFile implements Closeable {
    // For each thread the JDK keeps a direct buffer as large as the largest read it has made into an array.
    private static final int LARGEST_READ_BYTES = 256 * 1024;

    private final Repetition.Attempt<FileChannel> opener;
    private FileChannel channel;

    ReopeningFile(Repetition.Attempt<FileChannel> opener) throws IOException {
        this.opener = opener;
        channel = opener.run();
    }

    long size() throws IOException {
        try {
            return channel.size();
        } catch (IOException e) {
            return Repetition.again(() -> reopened().size(), e);
        }
    }

    /** Reads some bytes from a position of the file; returns how many, or -1 at its end. */
    int read(ByteBuffer target, long position) throws IOException {
        int limit = target.limit();
        if (!target.isDirect()) {
            target.limit(Math.min(limit, target.position() + LARGEST_READ_BYTES));
        }
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            return Repetition.again(() -> reopened().read(target, position), e);
        } finally {
            target.limit(limit);
        }
    }

    private FileChannel reopened() throws IOException {
        FileChannel failed = channel;
        channel = opener.run();
        failed.close();
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
