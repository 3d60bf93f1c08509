package io.lakeflight.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether, and how, files and directory entries are made to survive a power cut. */
record Durability(boolean fsync) {
    void force(FileChannel file) throws IOException {
        if (fsync) {
            file.force(true);
        }
    }

    /** Makes the entries of a directory durable: a file that was forced may still lack its name. */
    void forceEntries(Path directory) throws IOException {
        if (fsync) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Creates a directory and its parents where they are missing. */
    void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            forceEntries(parent);
        }
    }
}
