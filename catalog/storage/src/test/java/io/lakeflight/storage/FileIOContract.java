package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.FileRange;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Iceberg expects of its files, whatever they are kept in. */
abstract class FileIOContract {
    private static final int LARGE = 3 * 1024 * 1024 + 17;

    abstract FileIO io();

    /** A place that is empty when a test starts, without a slash at its end. */
    abstract String root();

    @Test
    void writtenFileIsRead() throws IOException {
        OutputFile file = io().newOutputFile(root() + "/a/b/c.txt");

        try (PositionOutputStream stream = file.create()) {
            stream.write('x');
            assertThat(stream.getPos()).isEqualTo(1);
            stream.write(new byte[] {0, 1, 2, 3}, 1, 2);
            stream.flush();
            assertThat(stream.getPos()).isEqualTo(3);
        }

        assertThat(file.toInputFile().getLength()).isEqualTo(3);
        assertThat(read(file.location())).containsExactly('x', 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "100%",
                "%20",
                "a+b",
                "a#b",
                "a?b",
                "a&b=c",
                "quote'\"",
                "back\\slash",
                "Grüße",
                "表",
                "🦆",
                "a:b",
                "..."
            })
    void everyCharacterOfANameStandsForItself(String name) throws IOException {
        String location = root() + "/" + name + "/" + name + ".avro";
        write(location, bytes(10));

        assertThat(read(location)).isEqualTo(bytes(10));
        assertThat(list(root())).containsExactly(location);
        io().deleteFile(location);
        assertThat(io().newInputFile(location).exists()).isFalse();
    }

    @Test
    void missingFileIsToldByName() {
        InputFile missing = io().newInputFile(root() + "/missing.avro");

        assertThat(missing.exists()).isFalse();
        assertThatThrownBy(missing::getLength)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(missing.location());
        assertThatThrownBy(missing::newStream)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(missing.location());
    }

    @Test
    void existingFileIsNotCreatedAgain() throws IOException {
        String location = root() + "/once.avro";
        write(location, bytes(10));

        assertThatThrownBy(() -> io().newOutputFile(location).create())
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining(location);
        assertThat(read(location)).isEqualTo(bytes(10));
    }

    @Test
    void existingFileIsOverwrittenOnRequest() throws IOException {
        String location = root() + "/twice.avro";
        write(location, bytes(LARGE));

        try (PositionOutputStream stream = io().newOutputFile(location).createOrOverwrite()) {
            stream.write(bytes(5));
        }

        assertThat(read(location)).isEqualTo(bytes(5));
        assertThat(list(root())).containsExactly(location);
    }

    @Test
    void fileAppearsWhenItsStreamIsClosed() throws IOException {
        OutputFile file = io().newOutputFile(root() + "/late.avro");

        try (PositionOutputStream stream = file.create()) {
            stream.write(bytes(LARGE));
            stream.flush();

            assertThat(file.toInputFile().exists()).isFalse();
        }

        assertThat(file.toInputFile().exists()).isTrue();
    }

    @Test
    void largeFileIsReadInOrderAndByPosition() throws IOException {
        byte[] content = bytes(LARGE);
        String location = root() + "/large.parquet";
        write(location, content);

        try (SeekableInputStream stream = io().newInputFile(location).newStream()) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
            assertThat(stream.getPos()).isEqualTo(LARGE);
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[100_000])).isEqualTo(-1);
            Random random = new Random(7);
            for (int time = 0; time < 1_000; time++) {
                int position = random.nextInt(LARGE);
                int length = Math.min(random.nextInt(20_000), LARGE - position);
                stream.seek(position);
                assertThat(stream.getPos()).isEqualTo(position);
                assertThat(stream.readNBytes(length))
                        .isEqualTo(Arrays.copyOfRange(content, position, position + length));
                assertThat(stream.getPos()).isEqualTo(position + length);
            }
        }
    }

    @Test
    void singleBytesAndSkipsKeepThePosition() throws IOException {
        byte[] content = bytes(30_000);
        String location = root() + "/skips.avro";
        write(location, content);

        try (SeekableInputStream stream = io().newInputFile(location).newStream()) {
            assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(content[0]));
            assertThat(stream.skip(9_999)).isEqualTo(9_999);
            assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(content[10_000]));
            stream.seek(10_000);
            assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(content[10_000]));
            assertThat(stream.getPos()).isEqualTo(10_001);
        }
    }

    @Test
    void rangesAreReadByPosition() throws IOException {
        byte[] content = bytes(LARGE);
        String location = root() + "/ranges.parquet";
        write(location, content);

        try (SeekableInputStream stream = io().newInputFile(location).newStream()) {
            RangeReadable ranges = (RangeReadable) stream;
            byte[] middle = new byte[LARGE - 100];
            ranges.readFully(50, middle);
            byte[] tail = new byte[8];
            List<FileRange> wanted = List.of(range(1_000_000, 600_000), range(0, 4), range(LARGE - 9, 9));
            ranges.readVectored(wanted, ByteBuffer::allocateDirect);

            assertThat(middle).isEqualTo(Arrays.copyOfRange(content, 50, LARGE - 50));
            assertThat(ranges.readTail(tail)).isEqualTo(8);
            assertThat(tail).isEqualTo(Arrays.copyOfRange(content, LARGE - 8, LARGE));
            assertThat(wanted).allSatisfy(range -> {
                int from = (int) range.offset();
                assertThat(range.byteBuffer().join())
                        .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(content, from, from + range.length())));
            });
        }
    }

    @Test
    void endOfATruncatedFileIsToldByName() throws IOException {
        String location = root() + "/truncated.parquet";
        write(location, bytes(100));

        InputFile promised = io().newInputFile(location, 1_000);
        assertThat(promised.getLength()).isEqualTo(1_000);
        try (SeekableInputStream stream = promised.newStream()) {
            assertThatThrownBy(() -> ((RangeReadable) stream).readFully(990, new byte[8]))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining(location);
        }
    }

    @Test
    void deletingAMissingFileIsNoError() {
        assertThatCode(() -> io().deleteFile(root() + "/nowhere/missing.avro")).doesNotThrowAnyException();
    }

    @Test
    void manyFilesAreDeletedTogether() throws IOException {
        List<String> locations = IntStream.range(0, 200)
                .mapToObj(number -> root() + "/many/" + number + ".avro")
                .toList();
        for (String location : locations.subList(0, 190)) {
            write(location, bytes(1));
        }
        write(root() + "/many/kept.avro", bytes(1));

        ((SupportsBulkOperations) io()).deleteFiles(locations);

        assertThat(list(root() + "/many")).containsExactly(root() + "/many/kept.avro");
    }

    @Test
    void filesUnderAPrefixAreListedAndDeleted() throws IOException {
        write(root() + "/t/data/p=1/a.parquet", bytes(3));
        write(root() + "/t/metadata/b.json", bytes(4));
        write(root() + "/u/c.json", bytes(5));

        assertThat(list(root() + "/t"))
                .containsExactlyInAnyOrder(root() + "/t/data/p=1/a.parquet", root() + "/t/metadata/b.json");
        assertThat(list(root() + "/t/")).hasSize(2).allMatch(location -> !location.contains("//data"));
        assertThat(prefixes().listPrefix(root() + "/u")).first().satisfies(file -> {
            assertThat(file.size()).isEqualTo(5);
            assertThat(file.createdAtMillis()).isBetween(System.currentTimeMillis() - 60_000, Long.MAX_VALUE);
        });

        prefixes().deletePrefix(root() + "/t");
        assertThat(list(root())).containsExactly(root() + "/u/c.json");
    }

    @Test
    void prefixWithoutFilesIsEmpty() {
        assertThat(list(root() + "/nowhere")).isEmpty();
        assertThatCode(() -> prefixes().deletePrefix(root() + "/nowhere")).doesNotThrowAnyException();
    }

    @Test
    void copyOnAnotherMachineReadsTheSame() throws Exception {
        String location = root() + "/sent.avro";
        write(location, bytes(10));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(sent)) {
            stream.writeObject(io());
        }

        FileIO copy;
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            copy = (FileIO) stream.readObject();
        }

        assertThat(copy.properties()).isEqualTo(io().properties());
        assertThat(copy.newInputFile(location).getLength()).isEqualTo(10);
    }

    final void write(String location, byte[] content) throws IOException {
        try (PositionOutputStream stream = io().newOutputFile(location).create()) {
            stream.write(content);
        }
    }

    final byte[] read(String location) throws IOException {
        try (SeekableInputStream stream = io().newInputFile(location).newStream()) {
            return stream.readAllBytes();
        }
    }

    final List<String> list(String prefix) {
        return StreamSupport.stream(prefixes().listPrefix(prefix).spliterator(), false)
                .map(FileInfo::location)
                .toList();
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private SupportsPrefixOperations prefixes() {
        return (SupportsPrefixOperations) io();
    }

    private static FileRange range(long offset, int length) {
        return new FileRange(new CompletableFuture<>(), offset, length);
    }
}
