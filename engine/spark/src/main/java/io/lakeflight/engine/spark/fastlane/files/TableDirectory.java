package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.storage.DirectoryFileIO;
import org.apache.iceberg.Table;

/** The directory a table's files are read in: its catalog's warehouse, where that is known, or its own. */
final class TableDirectory {
    private TableDirectory() {}

    /** With a slash at the end. */
    static String of(Table table) throws Refusal {
        String own = withSlash(LocalPath.of(withoutSlash(table.location()), table.io()));
        String warehouse = table.io().properties().get(DirectoryFileIO.DELETIONS_BELOW);
        if (warehouse == null) {
            return own;
        }
        String shared = withSlash(LocalPath.of(withoutSlash(warehouse), table.io()));
        return own.startsWith(shared) ? shared : own;
    }

    private static String withSlash(String path) {
        return path + "/";
    }

    private static String withoutSlash(String location) {
        return location.length() > 1 && location.endsWith("/")
                ? withoutSlash(location.substring(0, location.length() - 1))
                : location;
    }
}
