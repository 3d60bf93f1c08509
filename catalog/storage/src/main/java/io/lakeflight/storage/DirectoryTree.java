package io.lakeflight.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileInfo;

/**
 * A directory with everything under it, which others may change meanwhile: what vanishes is passed over.
 *
 * <p>The directory itself may be a symbolic link; links inside it are not followed.
 */
final class DirectoryTree {
    private final Location root;
    private final Path start;

    DirectoryTree(Location root) {
        this.root = root;
        start = followed(root.path());
    }

    private static Path followed(Path link) {
        try {
            return Files.isSymbolicLink(link) ? link.toRealPath() : link;
        } catch (IOException e) {
            return link;
        }
    }

    List<FileInfo> files() {
        List<FileInfo> found = new ArrayList<>();
        walk("list", new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    long modified = attributes.lastModifiedTime().toMillis();
                    found.add(new FileInfo(locationOf(file), attributes.size(), modified));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    void delete() {
        walk("delete", new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                super.postVisitDirectory(directory, failure);
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException e) {
                    // A writer has put a file there since it was listed, and goes on.
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void walk(String purpose, Visitor visitor) {
        try {
            Files.walkFileTree(start, visitor);
        } catch (NoSuchFileException e) {
            // Nothing is under a directory that is not there.
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot " + purpose + " " + root + ": " + e.getMessage(), e);
        }
    }

    /** Locations begin as the root's does, so that they compare equal to those in a table's metadata. */
    private String locationOf(Path file) {
        if (file.equals(start)) {
            return root.text();
        }
        String parent = root.text().endsWith("/") ? root.text() : root.text() + "/";
        return parent + start.relativize(file);
    }

    private static class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
