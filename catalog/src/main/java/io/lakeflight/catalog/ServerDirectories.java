package io.lakeflight.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.CatalogProperties;

/**
 * The directories that are the server's own. A catalog's clients may have files below its warehouse opened, written and
 * deleted, and its client makes tables in its database: neither may be in there.
 */
final class ServerDirectories {
    /** Of the home directory: databases, logs, and where engines work. */
    private static final String[] OF_HOME = {"state", "logs", "engines"};

    /** Set by the command that starts the server; its programs and its configuration are there. */
    private static final String INSTALLATION = "lakeflight.installation";

    private static final String SQLITE = "jdbc:sqlite:";

    private final Path home;
    private final Map<String, Path> directories = new TreeMap<>();

    private ServerDirectories(Path home) {
        this.home = home;
        for (String name : OF_HOME) {
            directories.put(name, home.resolve(name));
        }
    }

    /** @throws IllegalArgumentException if the catalog has its tables or its database in a directory of the server's */
    static void requireApart(CatalogDefinition definition, Path home) {
        ServerDirectories own = new ServerDirectories(real(home));
        String warehouse = definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
        own.local(warehouse).flatMap(own::around).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "The warehouse of catalog \"%s\" is %s (expected: a directory neither in nor around %s, which is the server's own)"
                            .formatted(definition.name(), warehouse, name));
        });
        String uri = definition.properties().getOrDefault(CatalogProperties.URI, "");
        own.database(uri).flatMap(own::around).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "Catalog \"%s\" is at uri %s (expected: a database of its own; %s is the server's)"
                            .formatted(definition.name(), Uris.withoutCredentials(uri), name));
        });
    }

    /** Whether a location, however it is written and whatever links are in it, is in or around one of these. */
    static boolean areAt(String location, Path home) {
        ServerDirectories own = new ServerDirectories(real(home));
        return own.local(location).flatMap(own::around).isPresent();
    }

    /** The name of the server's directory that the path is in or around. */
    private Optional<String> around(Path path) {
        Optional<String> directory = directories.entrySet().stream()
                .filter(own -> path.startsWith(own.getValue()) || own.getValue().startsWith(path))
                .map(Map.Entry::getKey)
                .findFirst();
        String installation = System.getProperty(INSTALLATION, "");
        if (directory.isPresent() || installation.isEmpty()) {
            return directory;
        }
        Path programs = real(Path.of(installation));
        boolean isOfHome = path.startsWith(home) && home.startsWith(programs);
        boolean isOfPrograms = path.startsWith(programs) && !isOfHome;
        return isOfPrograms || programs.startsWith(path) ? Optional.of("the installation") : Optional.empty();
    }

    /** Empty for what is not in a file system of this host. */
    private Optional<Path> local(String location) {
        boolean isFile = location.startsWith("file:");
        if (location.isEmpty() || (!isFile && location.contains("://"))) {
            return Optional.empty();
        }
        return path(home, isFile ? location.substring("file:".length()) : location);
    }

    /** The file of an embedded database. */
    private Optional<Path> database(String uri) {
        if (!uri.startsWith(SQLITE)) {
            return Optional.empty();
        }
        String file = uri.substring(SQLITE.length()).replaceFirst("^file:", "").replaceFirst("\\?.*$", "");
        return path(Path.of(""), file);
    }

    private static Optional<Path> path(Path base, String text) {
        try {
            return Optional.of(real(base.resolve(text.replaceFirst("^/+", "/"))));
        } catch (InvalidPathException e) {
            // No such file can be: opening it fails.
            return Optional.empty();
        }
    }

    /** Where the path leads, as far as it exists. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path known = whole; known != null; known = known.getParent()) {
            if (Files.exists(known)) {
                try {
                    return known.toRealPath().resolve(known.relativize(whole));
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot look at " + known, e);
                }
            }
        }
        return whole;
    }
}
