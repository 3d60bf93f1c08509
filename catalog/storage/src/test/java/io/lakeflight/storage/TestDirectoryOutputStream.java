package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDirectoryOutputStream {
    @TempDir
    Path directory;

    @Test
    void unfinishedFileHasATemporaryNameBesideItsOwn() throws IOException {
        try (DirectoryOutputStream stream = open("x.avro", Publication.NEW_NAME)) {
            stream.write(1);

            assertThat(names()).singleElement().asString().endsWith(".tmp").doesNotStartWith(".");
        }

        assertThat(names()).containsExactly("x.avro");
    }

    @Test
    void longestNameThereIsCanBeWritten() throws IOException {
        String longest = "x".repeat(255);

        open(longest, Publication.NEW_NAME).close();

        assertThat(names()).containsExactly(longest);
    }

    @Test
    void writeThatFailsLeavesNothingBehind() throws IOException {
        DirectoryOutputStream stream = open("x.avro", Publication.NEW_NAME);
        stream.write(new byte[100_000]);
        // A thread that is told to stop closes the file it writes.
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stream.write(new byte[100_000]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.avro");
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(stream::close)
                .hasMessageContaining("was not published")
                .hasMessageContaining("x.avro");
        assertThat(names()).isEmpty();
    }

    @Test
    void publicationThatFailsLeavesNothingBehind() throws IOException {
        DirectoryOutputStream stream = open("x.avro", Publication.NEW_NAME);
        stream.write(1);
        Files.createFile(directory.resolve("x.avro"));

        assertThatThrownBy(stream::close).isInstanceOf(AlreadyExistsException.class);
        assertThat(names()).containsExactly("x.avro");
        assertThat(directory.resolve("x.avro")).isEmptyFile();
    }

    @Test
    void closedStreamRefusesBytesAndClosesAgain() throws IOException {
        DirectoryOutputStream stream = open("x.avro", Publication.ANY_NAME);
        stream.close();
        stream.close();

        assertThatThrownBy(() -> stream.write(1)).hasMessageContaining("closed");
    }

    @Test
    void withoutHardLinksANameIsClaimed() throws IOException {
        Path temporary = Files.writeString(directory.resolve("1.tmp"), "content");

        Publication.claim(temporary, directory.resolve("x.avro"));

        assertThat(directory.resolve("x.avro")).hasContent("content");
        assertThat(names()).containsExactly("x.avro");
        assertThatThrownBy(() -> Publication.claim(temporary, directory.resolve("x.avro")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void claimThatComesToNothingIsGivenBack() {
        assertThatThrownBy(() -> Publication.claim(directory.resolve("missing.tmp"), directory.resolve("x.avro")))
                .isInstanceOf(IOException.class);
        assertThat(directory.resolve("x.avro")).doesNotExist();
    }

    @Test
    void linkThatWasMadeByARepeatedRequestIsOurs() throws IOException {
        Path temporary = Files.writeString(directory.resolve("1.tmp"), "content");
        Files.createLink(directory.resolve("x.avro"), temporary);

        Publication.NEW_NAME.publish(temporary, directory.resolve("x.avro"));

        assertThat(names()).containsExactly("x.avro");
    }

    private DirectoryOutputStream open(String name, Publication publication) throws IOException {
        return DirectoryOutputStream.open(
                Location.parse("file:" + directory.resolve(name)), publication, new Durability(true));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
