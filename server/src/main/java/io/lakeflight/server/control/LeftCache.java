package io.lakeflight.server.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data cache as engines make them: files with names of its own, and one that the engine locks as long as it runs. */
final class LeftCache {
    private static final Logger log = LoggerFactory.getLogger(LeftCache.class);
    private static final String LOCK = "lock";
    /** Of whole files, and of those that were being written. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}-[0-9]{1,18}\\.parquet(\\.[0-9a-f-]{36})?");

    private LeftCache() {}

    /** Unless it is something else, or an engine that a server before this one has started still uses it. */
    static void delete(Path directory) {
        try {
            if (!isCache(directory)) {
                log.warn("Directory {} is no engine's data cache, and stays", directory);
                return;
            }
            try (FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (tryLock(channel) == null) {
                    log.warn("Data cache {} of no defined engine is in use, and stays", directory);
                    return;
                }
                log.info("Data cache {} is no engine's any more, and is removed", directory);
                Directories.delete(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("Data cache {} of no defined engine stays: {}", directory, e.getMessage());
        }
    }

    private static boolean isCache(Path directory) throws IOException {
        if (!Files.isRegularFile(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.allMatch(LeftCache::isCaches);
        }
    }

    private static boolean isCaches(Path file) {
        String name = String.valueOf(file.getFileName());
        return (name.equals(LOCK) || NAME.matcher(name).matches())
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This process has it.
            return null;
        }
    }
}
