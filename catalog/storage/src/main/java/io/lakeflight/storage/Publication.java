package io.lakeflight.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** How a finished file gets from its temporary name to its own, in one atomic step. */
enum Publication {
    /** The name must be free: of several writers exactly one gets it. */
    NEW_NAME {
        @Override
        void publish(Path temporary, Path target) throws IOException {
            try {
                Files.createLink(target, temporary);
            } catch (FileAlreadyExistsException e) {
                // An NFS client that repeats a request whose answer was lost is told that its own link exists.
                if (!Files.isSameFile(temporary, target)) {
                    throw e;
                }
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException | UnsupportedOperationException e) {
                claim(temporary, target);
            }
            // Whatever becomes of the temporary name, the file is there; removing orphan files finds it.
            temporary.toFile().delete();
        }
    },

    /** The name may be taken: readers see the former file or this one, never a mixture. */
    ANY_NAME {
        @Override
        void publish(Path temporary, Path target) throws IOException {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    };

    /** @throws FileAlreadyExistsException if the name must be free and is not */
    abstract void publish(Path temporary, Path target) throws IOException;

    /** For file systems without hard links: takes the name with an empty file, then replaces that. */
    static void claim(Path temporary, Path target) throws IOException {
        Files.createFile(target);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }
}
