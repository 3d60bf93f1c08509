package io.lakeflight.server.control;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of an engine, or of the server, in the form the JVM maps into memory (JEP 310), which halves the time
 * that it takes to start.
 *
 * <p>The first process of a build writes the archive beside its work. Its file's name tells of which jars and JVM it
 * is, so that another build has another one.
 */
public final class ClassArchive implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
    private static final String ENGINE = "engine-classes-";

    /** As the launcher names it. */
    private static final String SERVER = "server-classes-";

    private static final String OUTPUT = "java_pid*_{stdout,stderr}";

    private final Optional<Path> file;
    private final String prefix;

    private Set<Path> outputsBefore = Set.of();
    private @Nullable Process writer;
    private boolean closed;

    ClassArchive(EngineClasses classes) {
        this(classes.archives().map(directory -> directory.resolve(ENGINE + digest(classes.path()) + ".jsa")), ENGINE);
    }

    private ClassArchive(Optional<Path> file, String prefix) {
        this.file = file;
        this.prefix = prefix;
    }

    /** The server's own, in the file that its launcher looks for. */
    public static ClassArchive ofServer(Path file) {
        return new ClassArchive(Optional.of(file), SERVER);
    }

    /** The options with which an engine uses the archive; none as long as there is none. */
    List<String> options() {
        return file.filter(Files::exists)
                .map(archive -> List.of("-XX:SharedArchiveFile=" + archive.toAbsolutePath()))
                .orElse(List.of());
    }

    /** Has a running process write the archive, in the background, if it is missing; completes when that is done. */
    public synchronized CompletableFuture<Void> writeFrom(ProcessHandle process) {
        if (closed || writer != null || file.isEmpty() || Files.exists(file.get())) {
            return CompletableFuture.completedFuture(null);
        }
        Path target = file.get();
        Path unfinished = target.resolveSibling(target.getFileName() + "." + process.pid() + ".tmp");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        outputsBefore = outputs();
        try {
            writer = new ProcessBuilder(
                            jcmd, String.valueOf(process.pid()), "VM.cds", "static_dump", unfinished.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return writer.onExit().thenAccept(ended -> {
                deleteOutputs();
                publish(unfinished, target);
            });
        } catch (IOException e) {
            log.debug("No class archive: {} cannot be run", jcmd, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Where a process was started, the JVM that writes its archive leaves what it said, by its own number. */
    private static Set<Path> outputs() {
        Set<Path> outputs = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("").toAbsolutePath(), OUTPUT)) {
            files.forEach(outputs::add);
        } catch (IOException e) {
            log.debug("Not known what is in the current directory", e);
        }
        return outputs;
    }

    /** Those of the server's own archive; an engine's are in its own directory, which goes. */
    private void deleteOutputs() {
        if (!prefix.equals(SERVER)) {
            return;
        }
        for (Path output : outputs()) {
            try {
                if (!outputsBefore.contains(output)) {
                    Files.deleteIfExists(output);
                }
            } catch (IOException e) {
                log.debug("{} stays", output, e);
            }
        }
    }

    /** Of a process that a JVM has started to write its archive. */
    private static boolean isWriting(ProcessHandle child) {
        return child.info().arguments().stream().flatMap(Arrays::stream).anyMatch("-Xshare:dump"::equals);
    }

    /** Archives of other builds, and those that never became whole, go. */
    private void publish(Path unfinished, Path target) {
        if (!Files.exists(unfinished)) {
            log.debug("No class archive was written");
            return;
        }
        try (DirectoryStream<Path> archives =
                Files.newDirectoryStream(target.resolveSibling("").toAbsolutePath(), prefix + "*")) {
            for (Path archive : archives) {
                if (!archive.getFileName().equals(unfinished.getFileName())) {
                    Files.deleteIfExists(archive);
                }
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            log.info("Starts are faster from now on, with {}", target.getFileName());
        } catch (IOException e) {
            log.warn("The class archive {} cannot be kept: {}", target, e.getMessage());
        }
    }

    /** The JVM checks all this as well, and ignores an archive of anything else. */
    private static String digest(String classPath) {
        List<String> parts = new ArrayList<>(List.of(System.getProperty("java.vm.version")));
        try {
            for (String entry : classPath.split(File.pathSeparator)) {
                Path jar = Path.of(entry);
                parts.add(entry);
                if (Files.exists(jar)) {
                    parts.add(Files.size(jar) + " " + Files.getLastModifiedTime(jar));
                }
            }
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops writing; an engine's own part in it ends with the engine. */
    @Override
    public synchronized void close() {
        closed = true;
        if (writer != null) {
            writer.destroyForcibly().onExit().join();
            if (prefix.equals(SERVER)) {
                ProcessHandle.current()
                        .children()
                        .filter(ClassArchive::isWriting)
                        .forEach(ProcessHandle::destroyForcibly);
            }
            deleteOutputs();
        }
    }
}
