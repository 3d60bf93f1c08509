package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClassArchive {
    @TempDir
    private Path directory;

    private Path jar;

    /** A program for a JVM: it ends when its standard input does. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            System.in.transferTo(System.out);
        }
    }

    @BeforeEach
    void writeJar() throws IOException {
        jar = directory.resolve("program.jar");
        String name = Program.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Program.class.getClassLoader().getResourceAsStream(name);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
        }
    }

    @Test
    void runningJvmWritesAnArchiveForTheNext() throws Exception {
        Path old = Files.createFile(directory.resolve("engine-classes-0123.jsa"));
        Process first = start(List.of());
        try (ClassArchive archive = archive()) {
            assertThat(archive.options()).isEmpty();

            archive.writeFrom(first.toHandle()).get(2, TimeUnit.MINUTES);

            assertThat(archive.options()).hasSize(1);
            assertThat(old).doesNotExist();
            // This JVM refuses to start without its archive.
            List<String> options = new ArrayList<>(archive.options());
            options.add("-Xshare:on");
            Process second = start(options);
            second.getOutputStream().close();
            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isZero();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void otherBuildHasAnotherArchive() throws Exception {
        Process first = start(List.of());
        try (ClassArchive archive = archive()) {
            archive.writeFrom(first.toHandle()).get(2, TimeUnit.MINUTES);
            assertThat(archive.options()).hasSize(1);
        } finally {
            first.destroyForcibly();
        }

        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        try (ClassArchive archive = archive()) {
            assertThat(archive.options()).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenWithoutADirectory() throws Exception {
        Process first = start(List.of());
        try (ClassArchive archive = new ClassArchive(EngineClasses.of(jar.toString()))) {
            archive.writeFrom(first.toHandle()).get(2, TimeUnit.MINUTES);

            assertThat(archive.options()).isEmpty();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void serverHasItsOwnWhereItIsTold() throws Exception {
        Path file = directory.resolve("server-classes-1.jsa");
        Path old = Files.createFile(directory.resolve("server-classes-0.jsa"));
        Path engine = Files.createFile(directory.resolve("engine-classes-0.jsa"));
        Process first = start(List.of());
        try (ClassArchive archive = ClassArchive.ofServer(file)) {
            archive.writeFrom(first.toHandle()).get(2, TimeUnit.MINUTES);

            assertThat(file).isNotEmptyFile();
            assertThat(old).doesNotExist();
            assertThat(engine).exists();
        } finally {
            first.destroyForcibly();
        }
    }

    private ClassArchive archive() {
        return new ClassArchive(new EngineClasses(jar.toString(), Program.class.getName(), Optional.of(directory)));
    }

    private Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
        return new ProcessBuilder(command).directory(directory.toFile()).start();
    }
}
