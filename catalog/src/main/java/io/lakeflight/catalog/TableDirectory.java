package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Where the files of a table or view go by default: a directory that tells an operator what it is of.
 *
 * <p>Names may have slashes, dots, any script, and 255 characters; directories may not. So a directory's name is what is
 * plain in the table's name, which need not be unique, and an id, which is.
 */
final class TableDirectory {
    private static final int LONGEST = 100;

    private TableDirectory() {}

    static String of(String warehouse, TableIdentifier table) {
        String id = UUID.randomUUID().toString().replace("-", "");
        return of(warehouse, table.namespace()) + "/" + plain(table.name()) + "-" + id;
    }

    static String of(String warehouse, Namespace namespace) {
        return Arrays.stream(namespace.levels())
                .map(level -> "/" + plain(level))
                .collect(Collectors.joining("", warehouse, ""));
    }

    private static String plain(String name) {
        String shortened = name.substring(0, Math.min(LONGEST, name.length()));
        // A leading dot would hide the directory; two look like the way up.
        return shortened.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^\\.|\\.{2,}", "_");
    }
}
