package io.lakeflight.storage;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a file is, as Iceberg wrote it down and as a path of this machine. */
record Location(String text, Path path) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);

    /**
     * Reads {@code file:/x}, {@code file:///x} or {@code /x}.
     *
     * <p>Not by {@link java.net.URI}: Iceberg does not encode locations, so {@code %20} is three characters of a name.
     *
     * @throws IllegalArgumentException if it has another scheme, names a host or is relative
     */
    static Location parse(String text) {
        String path = pathOf(text);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Location is not absolute: \"" + text + "\"");
        }
        return new Location(text, Path.of(path));
    }

    private static String pathOf(String text) {
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        if (!matcher.group(1).equalsIgnoreCase("file")) {
            throw new IllegalArgumentException("Location is not in a directory: \"" + text
                    + "\" (this catalog's storage is a directory; its locations start with file: or /)");
        }
        String path = matcher.group(2);
        if (path.startsWith("//") && !path.startsWith("///")) {
            throw new IllegalArgumentException(
                    "Location names a host: \"" + text + "\" (a directory is written file:/x or file:///x)");
        }
        return path;
    }

    @Override
    public String toString() {
        return text;
    }
}
