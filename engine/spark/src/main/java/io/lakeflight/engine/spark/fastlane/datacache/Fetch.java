package io.lakeflight.engine.spark.fastlane.datacache;

import io.lakeflight.engine.spark.fastlane.datacache.FetchException.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one file to its place in the cache, whoever waits for it; once. */
final class Fetch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Fetch.class);
    private static final int PIECE_BYTES = 1 << 18;

    private final RemoteFile remote;
    private final KeptFile file;
    private final CacheDirectory directory;
    private final Shelf shelf;
    private final Pauses pauses;
    private @Nullable Thread worker;
    private boolean abandoned;

    Fetch(RemoteFile remote, KeptFile file, CacheDirectory directory, Shelf shelf, Pauses pauses) {
        this.remote = remote;
        this.file = file;
        this.directory = directory;
        this.shelf = shelf;
        this.pauses = pauses;
    }

    String store() {
        return remote.store();
    }

    @Override
    public void run() {
        begin();
        try {
            bring();
        } catch (FetchException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new FetchException(Cause.FILE, "The data cache failed by a bug", e));
        } finally {
            end();
        }
    }

    /** Ends it, now or in some moments: who abandons it does not wait for that. */
    synchronized void abandon() {
        abandoned = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    private synchronized void begin() {
        worker = Thread.currentThread();
    }

    /** From now on the thread is another file's. */
    private synchronized void end() {
        worker = null;
        Thread.interrupted();
    }

    private synchronized boolean isAbandoned() {
        return abandoned;
    }

    private void requireWanted() throws FetchException {
        if (isAbandoned()) {
            throw unwanted(null);
        }
    }

    private static FetchException unwanted(@Nullable Exception failure) {
        return new FetchException(Cause.ABANDONED, "Nobody waits for the file", failure);
    }

    private void fail(FetchException failure) {
        FetchException told = isAbandoned() ? unwanted(failure) : failure;
        boolean isFault = told.reason() != Cause.ABANDONED;
        if (isFault) {
            log.warn("A file does not come into the data cache, and Spark reads it: {}", failure.toString());
            log.debug("Of {}", remote.location(), failure);
        }
        pauses.failed(remote.store(), told.reason());
        shelf.failed(file, told, isFault);
    }

    private void bring() throws FetchException {
        requireWanted();
        try (CacheDirectory.Temporary temporary = directory.newFile(file.name())) {
            copyTo(temporary.channel());
            temporary.force();
            if (!shelf.takeIn(file, () -> temporary.moveTo(file.path()))) {
                throw unwanted(null);
            }
        } catch (IOException e) {
            throw new FetchException(Cause.DISK, "The disk of the data cache does not take a file", e);
        }
    }

    /** @throws IOException by the disk that is written to, only */
    private void copyTo(FileChannel target) throws IOException, FetchException {
        byte[] piece = new byte[PIECE_BYTES];
        long length = 0;
        try (Source source = Source.open(remote)) {
            for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
                length += count;
                if (length > remote.length()) {
                    break;
                }
                requireWanted();
                writeAll(target, ByteBuffer.wrap(piece, 0, count));
            }
        }
        if (length != remote.length()) {
            throw new FetchException(Cause.FILE, "A file has not the length that its table says", null);
        }
    }

    private static void writeAll(FileChannel target, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            target.write(piece);
        }
    }

    /** A file of a store, whose failures are told from those of the disk. */
    private record Source(SeekableInputStream stream) implements AutoCloseable {
        static Source open(RemoteFile remote) throws FetchException {
            try {
                return new Source(remote.input().newStream());
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }

        int read(byte[] piece) throws FetchException {
            try {
                return stream.read(piece);
            } catch (IOException | RuntimeException e) {
                throw failed(e);
            }
        }

        private static FetchException failed(Exception failure) {
            Cause cause = failure instanceof NotFoundException ? Cause.FILE : Cause.STORE;
            return new FetchException(cause, "A file cannot be read from its store", failure);
        }

        /** That an open stream cannot be closed says nothing of what was read. */
        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException | RuntimeException e) {
                log.debug("A file of a store cannot be closed", e);
            }
        }
    }
}
