package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.storage.DirectoryFileIO;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;

/** From a location as Iceberg records it to a path of this machine, where every character stands for itself. */
final class LocalPath {
    private static final Pattern FILE = Pattern.compile("file:(//)?(/[^/].*)");
    private static final Pattern ABSOLUTE = Pattern.compile("/[^/].*");
    /** What DuckDB takes for a pattern of names. */
    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private LocalPath() {}

    /** @throws Refusal if it is elsewhere, or could be read as more than one file */
    static String of(String location, FileIO io) throws Refusal {
        Matcher file = FILE.matcher(location);
        boolean hasScheme = file.matches();
        String path = hasScheme ? file.group(2) : location;
        if (!hasScheme && !(ABSOLUTE.matcher(location).matches() && isLocal(io))) {
            throw new Refusal("a table's files are not on this machine");
        }
        if (GLOB.matcher(path).find() || !isPlain(path)) {
            throw new Refusal("a file's name is a pattern");
        }
        return path;
    }

    /** Whether a location without a scheme is a path of this machine. */
    private static boolean isLocal(FileIO io) {
        if (io instanceof DirectoryFileIO) {
            return true;
        }
        return io instanceof HadoopFileIO hadoop
                && new Configuration(hadoop.conf())
                        .get("fs.defaultFS", "file:///")
                        .startsWith("file:");
    }

    /** A path that leads back up could leave the directory it seems to be in. */
    private static boolean isPlain(String path) {
        return path.indexOf('\0') < 0 && Path.of(path).normalize().toString().equals(path);
    }
}
