package io.lakeflight.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReopeningFile {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("x.avro"), "content");
    }

    @Test
    void staleHandleIsReplacedOnce() throws IOException {
        TestingStaleChannel stale = new TestingStaleChannel();
        try (DirectoryInputStream stream = stream(stale, FileChannel.open(file))) {
            assertThat(new String(stream.readNBytes(3), UTF_8)).isEqualTo("con");
            assertThat(stale.isOpen()).isFalse();
            assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("tent");
        }
    }

    @Test
    void handleThatIsStaleAgainIsAnErrorThatNamesTheFile() throws IOException {
        try (DirectoryInputStream stream = stream(new TestingStaleChannel(), new TestingStaleChannel())) {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("x.avro")
                    .hasMessageContaining("Stale file handle");
        }
    }

    @Test
    void sizeOfAStaleHandleIsAskedForAgain() throws IOException {
        try (ReopeningFile reopening = reopening(new TestingStaleChannel(), FileChannel.open(file))) {
            assertThat(reopening.size()).isEqualTo(7);
        }
    }

    @Test
    void readKeepsTheRoomThatWasLeft() throws IOException {
        try (ReopeningFile reopening = reopening(new TestingStaleChannel(), FileChannel.open(file))) {
            ByteBuffer target = ByteBuffer.allocate(1_000_000).position(10);

            assertThat(reopening.read(target, 2)).isEqualTo(5);
            assertThat(target.limit()).isEqualTo(1_000_000);
            assertThat(Arrays.copyOfRange(target.array(), 10, 15)).asString().isEqualTo("ntent");
        }
    }

    @Test
    void fileThatHasGoneIsNotLookedForTwice() {
        int[] attempts = {0};

        assertThatThrownBy(() -> Repetition.once(() -> {
                    attempts[0]++;
                    throw new NoSuchFileException("x");
                }))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(attempts[0]).isEqualTo(1);
    }

    private DirectoryInputStream stream(FileChannel... channels) throws IOException {
        return new DirectoryInputStream(Location.parse("file:" + file), reopening(channels));
    }

    private static ReopeningFile reopening(FileChannel... channels) throws IOException {
        Deque<FileChannel> handles = new ArrayDeque<>(List.of(channels));
        return new ReopeningFile(handles::remove);
    }
}
