package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDirectoryFileIO extends FileIOContract {
    @TempDir
    Path directory;

    private final DirectoryFileIO io = new DirectoryFileIO();

    @Override
    DirectoryFileIO io() {
        return io;
    }

    @Override
    String root() {
        return "file:" + directory;
    }

    @Test
    void threeWaysOfWritingALocationMeanTheSame() throws IOException {
        write("file:" + directory + "/x.avro", bytes(10));

        assertThat(read("file://" + directory + "/x.avro")).isEqualTo(bytes(10));
        assertThat(read(directory + "/x.avro")).isEqualTo(bytes(10));
        assertThat(list("file://" + directory)).containsExactly("file://" + directory + "/x.avro");
        assertThat(list(directory.toString())).containsExactly(directory + "/x.avro");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/x", "hdfs://host/x", "gs:x", "file://host/x", "file:x", "x/y", ""})
    void otherLocationsAreRefused(String location) {
        assertThatThrownBy(() -> io.newInputFile(location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Location ")
                .hasMessageContaining("\"" + location + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void forcingToDiskIsAChoice(String fsync) throws IOException {
        io.initialize(Map.of(DirectoryFileIO.FSYNC, fsync, "s3.secret-access-key", "hush"));
        write(root() + "/a/b/c.avro", bytes(10));

        assertThat(read(root() + "/a/b/c.avro")).isEqualTo(bytes(10));
        assertThat(io.properties()).containsOnly(Map.entry(DirectoryFileIO.FSYNC, fsync));
    }

    @Test
    void choiceThatIsNoneIsRefused() {
        assertThatThrownBy(() -> io.initialize(Map.of(DirectoryFileIO.FSYNC, "maybe")))
                .hasMessageContaining(DirectoryFileIO.FSYNC)
                .hasMessageContaining("maybe");
    }

    @Test
    void oneOfManyWritersGetsTheName() throws Exception {
        List<Boolean> won = inParallel(16, this::winsName);

        assertThat(won).containsOnlyOnce(true);
        assertThat(list(root())).containsExactly(root() + "/contested.avro");
    }

    private boolean winsName() throws IOException {
        try (PositionOutputStream stream =
                io.newOutputFile(root() + "/contested.avro").create()) {
            stream.write(bytes(10));
        } catch (AlreadyExistsException e) {
            return false;
        }
        return true;
    }

    @Test
    void writersCreateTheSameDirectoriesTogether() throws Exception {
        List<Boolean> written = inParallel(16, () -> {
            write(root() + "/a/b/c/d/" + Thread.currentThread().getId() + "/" + System.nanoTime(), bytes(1));
            return true;
        });

        assertThat(list(root())).hasSize(written.size());
    }

    @Test
    void writtenFilesAreAsReadableAsOthers() throws IOException {
        write(root() + "/x.avro", bytes(1));
        Path ordinary = Files.createFile(directory.resolve("ordinary"));

        assertThat(Files.getPosixFilePermissions(directory.resolve("x.avro")))
                .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void fileThatTakesTheNameOfADirectoryIsRefused() throws IOException {
        write(root() + "/file", bytes(1));

        assertThatThrownBy(() -> write(root() + "/file/x.avro", bytes(1)))
                .hasMessageContaining(root() + "/file/x.avro");
        assertThatThrownBy(() -> write(root(), bytes(1))).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void failedDeletionsAreCountedAfterAllWereTried() throws IOException {
        write(root() + "/a.avro", bytes(1));
        write(root() + "/full/b.avro", bytes(1));

        assertThatThrownBy(() -> io.deleteFiles(List.of(root() + "/full", "s3://elsewhere/x", root() + "/a.avro")))
                .isInstanceOf(BulkDeletionFailureException.class)
                .hasMessageContaining("2")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThat(list(root())).containsExactly(root() + "/full/b.avro");
    }

    @Test
    void filesOutOfBoundsAreNotDeleted() throws IOException {
        DirectoryFileIO bounded = new DirectoryFileIO();
        bounded.initialize(Map.of(DirectoryFileIO.DELETIONS_BELOW, root() + "/t"));
        List<String> outside = List.of(root() + "/a.avro", root() + "/t-2/b.avro", root() + "/t/../c.avro");
        for (String file : outside) {
            write(file, bytes(1));
        }
        write(root() + "/t/d.avro", bytes(1));

        bounded.deleteFiles(outside);
        outside.forEach(bounded::deleteFile);
        bounded.deletePrefix(root() + "/t-2");
        bounded.deleteFile(root() + "/t/d.avro");

        assertThat(list(root()))
                .containsExactlyInAnyOrder(root() + "/a.avro", root() + "/t-2/b.avro", root() + "/c.avro");
    }

    @Test
    void directoryMayBeALinkAndItsFilesKeepTheirLocation() throws IOException {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        write("file:" + link + "/t/x.avro", bytes(1));

        assertThat(list("file:" + link)).containsExactly("file:" + link + "/t/x.avro");
        assertThat(read(root() + "/real/t/x.avro")).isEqualTo(bytes(1));
        io.deletePrefix("file:" + link + "/t");
        try (Stream<Path> left = Files.list(directory.resolve("real"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void linksInsideAreNotFollowed() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createFile(outside.resolve("kept.avro"));
        Files.createDirectory(directory.resolve("inside"));
        Files.createSymbolicLink(directory.resolve("inside/link"), outside);

        assertThat(list(root() + "/inside")).isEmpty();
        io.deletePrefix(root() + "/inside");

        assertThat(outside.resolve("kept.avro")).exists();
    }

    private static <T> List<T> inParallel(int times, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(
                    IntStream.range(0, times).mapToObj(time -> task).toList())) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
