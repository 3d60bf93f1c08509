package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestHomeDirectory {
    @TempDir
    private Path directory;

    @Test
    void missingDirectoryIsCreated() throws IOException {
        Path home = directory.resolve("a/b");

        try (HomeDirectory claimed = HomeDirectory.claim(home)) {
            assertThat(claimed.path()).isEqualTo(home);
            assertThat(claimed.logFile().getParent()).isDirectory();
        }
        assertThat(home).isDirectoryNotContaining("glob:**.write*");
    }

    @Test
    void secondClaimIsRefusedUntilTheFirstIsClosed() throws IOException {
        try (HomeDirectory first = HomeDirectory.claim(directory)) {
            assertThat(first.path()).isEqualTo(directory);
            assertThatThrownBy(() -> HomeDirectory.claim(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is in use by another Lakeflight");
        }
        HomeDirectory.claim(directory).close();
    }

    @Test
    void fileInItsPlaceIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> HomeDirectory.claim(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Home directory " + file + " cannot be written to")
                .hasMessageContaining("--home");
    }
}
