package io.lakeflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Lets a process write no file beyond a length, as a disk does that is full; closing it ends that. */
final class FileSizeLimit implements AutoCloseable {
    private final long pid;

    static FileSizeLimit of(long pid, long bytes) {
        FileSizeLimit limit = new FileSizeLimit(pid);
        limit.set(String.valueOf(bytes));
        return limit;
    }

    private FileSizeLimit(long pid) {
        this.pid = pid;
    }

    @Override
    public void close() {
        set("unlimited");
    }

    /** Sets the soft limit only: the hard one could not be raised again. */
    private void set(String bytes) {
        try {
            int status = new ProcessBuilder("prlimit", "--fsize=" + bytes + ":", "--pid", String.valueOf(pid))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("prlimit ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
