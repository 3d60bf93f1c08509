package io.lakeflight.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Of an installation: two runs at once would measure each other. */
final class OnlyRun implements AutoCloseable {
    private final FileChannel file;

    private OnlyRun(FileChannel file) {
        this.file = file;
    }

    /** @throws IllegalStateException if another one is under way; one that was killed is not */
    static OnlyRun begin(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isOnly = false;
        try {
            isOnly = file.tryLock() != null;
        } finally {
            if (!isOnly) {
                file.close();
            }
        }
        if (!isOnly) {
            throw new IllegalStateException(
                    "Another benchmark runs with " + directory + " (expected: one at a time); wait for its end");
        }
        return new OnlyRun(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
