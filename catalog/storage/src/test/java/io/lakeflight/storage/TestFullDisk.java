package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.apache.iceberg.exceptions.RESTException;
import org.junit.jupiter.api.Test;

class TestFullDisk {
    @Test
    void systemsWordsAreKnown() {
        assertFull(new IOException("No space left on device"));
        assertFull(new FileSystemException("/x", null, "Disk quota exceeded"));
        assertFull(new IOException("File too large"));
    }

    @Test
    void databasesWordsAreKnown() {
        assertFull(new SQLException("[SQLITE_FULL] Insertion failed because database is full"));
        assertFull(new SQLException("could not extend file", FullDisk.SQL_STATE));
    }

    @Test
    void serversWordsAreKnown() {
        String reason = StorageFailure.in(new IOException("No space left on device"))
                .orElseThrow()
                .reason();

        assertFull(new RESTException("Unable to process: Catalog \"lake\" is not available: %s", reason));
    }

    @Test
    void otherFailuresAreNotTakenForIt() {
        assertThat(FullDisk.isCauseOf(new NoSuchFileException("No space left"))).isFalse();
        assertThat(FullDisk.isCauseOf(new IllegalStateException("No space left on device")))
                .isFalse();
        assertThat(FullDisk.isCauseOf(new SQLException("[SQLITE_BUSY]"))).isFalse();
        assertThat(FullDisk.isCauseOf(new RESTException("Unable to process"))).isFalse();
    }

    private static void assertFull(Exception failure) {
        assertThat(FullDisk.isCauseOf(failure)).isTrue();
        assertThat(FullDisk.isCauseOf(new UncheckedIOException("A task failed", new IOException(failure))))
                .isTrue();
    }
}
