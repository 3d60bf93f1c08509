package io.lakeflight.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file whose NFS server has forgotten it: everything fails as it does then. */
final class TestingStaleChannel extends FileChannel {
    private static IOException stale() {
        return new IOException("Stale file handle");
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw stale();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        throw stale();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        throw stale();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw stale();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        throw stale();
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        throw stale();
    }

    @Override
    public long position() throws IOException {
        throw stale();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        throw stale();
    }

    @Override
    public long size() throws IOException {
        throw stale();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw stale();
    }

    @Override
    public void force(boolean metadata) throws IOException {
        throw stale();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        throw stale();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        throw stale();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        throw stale();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        throw stale();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        throw stale();
    }

    @Override
    protected void implCloseChannel() {
        // As with the real one, there is nothing left to tell the server.
    }
}
