package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCachingFileIO extends FileIOContract {
    private static final int MAX_FILE = 1_000;
    private static final int MAX = 10_000;

    @TempDir
    Path directory;

    private final FileContents contents = new FileContents(MAX, MAX_FILE);
    private final FileIO io = new CachingFileIO(new DirectoryFileIO(), "here", contents);

    @Override
    FileIO io() {
        return io;
    }

    @Override
    String root() {
        return "file:" + directory + "/metadata";
    }

    @Test
    void manifestIsReadOnce() throws IOException {
        String manifest = writeText(manifest(), "content");
        assertThat(readText(manifest)).isEqualTo("content");

        Files.delete(path(manifest));

        assertThat(readText(manifest)).isEqualTo("content");
        assertThat(io.newInputFile(manifest).getLength()).isEqualTo("content".length());
        assertThat(io.newInputFile(manifest).exists()).isFalse();
    }

    @Test
    void deletedManifestIsForgotten() throws IOException {
        String manifest = writeText(manifest(), "content");
        readText(manifest);

        io.deleteFile(manifest);

        assertThatThrownBy(() -> readText(manifest)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void everyDeletionForgets() throws IOException {
        String one = writeText(manifest(), "one");
        String two = writeText(manifest(), "two");
        readText(one);
        readText(two);

        ((CachingFileIO) io).deleteFiles(List.of(one));
        ((CachingFileIO) io).deletePrefix(root());

        assertThatThrownBy(() -> readText(one)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> readText(two)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void failedReadIsNotKept() throws IOException {
        String manifest = manifest();
        assertThatThrownBy(() -> readText(manifest)).isInstanceOf(NotFoundException.class);

        writeText(manifest, "content");

        assertThat(readText(manifest)).isEqualTo("content");
    }

    @Test
    void contentOfAnotherLengthIsNotTheOneMeant() throws IOException {
        String manifest = writeText(manifest(), "old");
        readText(manifest);
        Files.writeString(path(manifest), "rewritten");

        try (SeekableInputStream stream =
                io.newInputFile(manifest, "rewritten".length()).newStream()) {
            assertThat(stream.readAllBytes()).asString().isEqualTo("rewritten");
        }
        assertThat(readText(manifest)).isEqualTo("rewritten");
    }

    @Test
    void filesThatMayBeWrittenAgainAreReadAgain() throws IOException {
        String[] others = {
            root() + "/version-hint.text",
            root() + "/snap-1.avro",
            "file:" + directory + "/data/" + UUID.randomUUID() + ".avro",
            root() + "/" + UUID.randomUUID() + ".stats"
        };
        for (String other : others) {
            writeText(other, "old");
            readText(other);
            Files.writeString(path(other), "new");

            assertThat(readText(other)).as(other).isEqualTo("new");
        }
    }

    @Test
    void largeFileIsReadAgain() throws IOException {
        String manifest = writeText(manifest(), "x".repeat(MAX_FILE + 1));
        readText(manifest);
        Files.writeString(path(manifest), "new");

        assertThat(readText(manifest)).isEqualTo("new");
    }

    @Test
    void limitOfAllBytesHolds() {
        long kept = IntStream.range(0, 100).mapToObj(number -> written("x".repeat(MAX_FILE))).toList().stream()
                .filter(manifest -> contents.find("here", manifest).isPresent())
                .count();

        assertThat(kept).isBetween(1L, (long) MAX / MAX_FILE);
    }

    @Test
    void sameLocationInAnotherStoreIsAnotherFile() throws IOException {
        String manifest = writeText(manifest(), "here");
        readText(manifest);
        FileIO elsewhere = new CachingFileIO(new DirectoryFileIO(), "elsewhere", contents);
        Files.writeString(path(manifest), "there");

        try (SeekableInputStream stream = elsewhere.newInputFile(manifest).newStream()) {
            assertThat(stream.readAllBytes()).asString().isEqualTo("there");
        }
    }

    private String written(String content) {
        try {
            String manifest = writeText(manifest(), content);
            readText(manifest);
            return manifest;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String manifest() {
        return root() + "/" + UUID.randomUUID() + "-m0.avro";
    }

    private static Path path(String location) {
        return Path.of(location.substring("file:".length()));
    }

    private String writeText(String location, String content) throws IOException {
        try (PositionOutputStream stream = io.newOutputFile(location).create()) {
            stream.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return location;
    }

    private String readText(String location) throws IOException {
        try (SeekableInputStream stream = io.newInputFile(location).newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
