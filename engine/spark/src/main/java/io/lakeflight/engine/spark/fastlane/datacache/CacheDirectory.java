package io.lakeflight.engine.spark.fastlane.datacache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one engine's cache, which is its owner's alone, and that no other process uses at the same time. The
 * server deletes those of engines that are gone: what there may be in one, and who locks it, its LeftCache knows too.
 */
final class CacheDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** What DuckDB takes for a pattern of names. */
    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private final Path directory;
    private final FileChannel lock;

    private CacheDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** @throws IOException if it cannot be used, or another process uses it */
    static CacheDirectory open(Path given) throws IOException {
        Path directory = given.toAbsolutePath().normalize();
        if (GLOB.matcher(directory.toString()).find()) {
            throw new IOException("The name of a directory must have none of * ? [");
        }
        Files.createDirectories(directory);
        // Only its owner can.
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
        FileChannel lock = FileChannel.open(
                directory.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_FILE);
        if (tryLock(lock) == null) {
            lock.close();
            throw new IOException("Another process uses the directory");
        }
        return new CacheDirectory(directory, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another cache of this process has it.
            return null;
        }
    }

    /** With a slash at its end. */
    String prefix() {
        return directory + "/";
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** A new file under a name that nobody reads. */
    Temporary newFile(String name) throws IOException {
        Path path = directory.resolve(name + "." + UUID.randomUUID());
        FileChannel channel =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNERS_FILE);
        return new Temporary(path, channel);
    }

    /** A file that is being written. Unless it gets its name, closing it deletes it. */
    record Temporary(Path path, FileChannel channel) implements AutoCloseable {
        /** Ends the writing: what a power cut leaves of it from now on is whole. */
        void force() throws IOException {
            channel.force(true);
            channel.close();
        }

        void moveTo(Path name) throws IOException {
            Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
        }
    }

    /** The files that an engine before this one has left, the oldest first; deletes those that are not whole. */
    List<KeptFile> keepWhole() throws IOException {
        List<Left> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                String name = String.valueOf(path.getFileName());
                BasicFileAttributes file =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (isTemporary(name)) {
                    Files.delete(path);
                }
                OptionalLong length = CacheName.length(name);
                if (length.isEmpty()) {
                    continue;
                }
                if (file.isRegularFile() && file.size() == length.getAsLong()) {
                    whole.add(new Left(file.lastModifiedTime(), KeptFile.there(path, file.size())));
                } else {
                    Files.delete(path);
                }
            }
        }
        return whole.stream()
                .sorted(Comparator.comparing(Left::written))
                .map(Left::file)
                .toList();
    }

    private static boolean isTemporary(String name) {
        int end = name.lastIndexOf('.');
        return end > 0 && CacheName.length(name.substring(0, end)).isPresent();
    }

    private record Left(FileTime written, KeptFile file) {}

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
