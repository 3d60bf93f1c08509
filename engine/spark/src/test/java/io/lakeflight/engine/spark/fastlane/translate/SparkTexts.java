package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of Spark's own tests. */
final class SparkTexts {
    private SparkTexts() {}

    /** Files below a folder by name, each as its text. */
    static Map<String, String> files(String folder) {
        Map<String, String> files = new TreeMap<>();
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(System.getProperty("spark.tests-jar")));
                Stream<Path> paths = Files.walk(jar.getPath(folder))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        jar.getPath(folder).relativize(path).toString(),
                        Files.readString(path, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The statements of a file of {@code sql-tests}, those of files it imports first, with the settings it asks for. */
    static List<String> statements(String name, Map<String, String> files) {
        List<String> statements = new ArrayList<>();
        String text = files.get(name);
        text.lines().forEach(line -> {
            if (line.startsWith("--SET")) {
                Arrays.stream(line.substring("--SET".length()).split(","))
                        .filter(setting -> setting.contains("="))
                        .forEach(setting -> statements.add("SET " + setting.strip()));
            }
            if (line.startsWith("--IMPORT")) {
                statements.addAll(statements(line.substring("--IMPORT".length()).strip(), files));
            }
        });
        String code =
                text.lines().filter(line -> !line.strip().startsWith("--")).collect(Collectors.joining("\n"));
        Arrays.stream(code.split("(?<=[^\\\\]);"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .forEach(statements::add);
        return statements;
    }
}
