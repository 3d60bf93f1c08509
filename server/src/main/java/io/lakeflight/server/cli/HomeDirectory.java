package io.lakeflight.server.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory a server keeps everything in, claimed by one process at a time. */
record HomeDirectory(Path path, FileChannel claim) implements AutoCloseable {
    /**
     * Creates the directory if it is missing, and claims it until closed.
     *
     * @throws IllegalStateException if it cannot be written to or is in use
     */
    static HomeDirectory claim(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute.resolve("logs"));
            Files.delete(Files.createTempFile(absolute, ".write", ""));
            Files.delete(Files.createTempFile(absolute.resolve("logs"), ".write", ""));
            FileChannel channel =
                    FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return new HomeDirectory(absolute, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Home directory " + absolute + " cannot be written to (" + reason(e)
                            + "); choose another one with --home",
                    e);
        }
        throw new IllegalStateException("Home directory " + absolute
                + " is in use by another Lakeflight; stop that one, or choose another directory with --home");
    }

    Path logFile() {
        return path.resolve("logs").resolve("server.log");
    }

    @Override
    public void close() throws IOException {
        claim.close();
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + " is a file";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : "it cannot be created";
    }
}
