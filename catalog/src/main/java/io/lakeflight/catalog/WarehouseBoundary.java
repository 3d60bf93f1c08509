package io.lakeflight.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.LocationUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place, on a file system or in an object store, that files of a catalog may be in.
 *
 * <p>Locations are compared as text, so that nothing has to be read to refuse one. What some reader of a location might
 * resolve to another place than its text says ({@code ..}, also percent-encoded, queries, control characters) is
 * outside.
 */
public final class WarehouseBoundary {
    /** Properties of tables and views that name a place files are written to; the last two are deprecated. */
    private static final List<String> PATH_PROPERTIES =
            List.of("write.data.path", "write.metadata.path", "write.folder-storage.path", "write.object-storage.path");

    private static final Logger log = LoggerFactory.getLogger(WarehouseBoundary.class);

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}?#]|(^|/)(\\.|%2[eE]){1,2}(/|$)");

    private final String root;
    /** Places that are none of the catalog's, wherever its warehouse is. */
    private final Predicate<String> forbidden;

    private final boolean isOfFiles;

    private WarehouseBoundary(String root, Predicate<String> forbidden, boolean isOfFiles) {
        this.root = root;
        this.forbidden = forbidden;
        this.isOfFiles = isOfFiles;
    }

    /** Everything below a location, e.g. {@code s3://bucket/lake}. */
    public static WarehouseBoundary under(String location) {
        return new WarehouseBoundary(LocationUtil.stripTrailingSlash(normalized(location)), place -> false, true);
    }

    /**
     * For what is created or moved in a catalog of somebody else: everything below its warehouse. Tables of it that are
     * elsewhere already stay there, and so do the files they are given.
     *
     * @param warehouse empty if the catalog's service knows it
     * @param forbidden whether a location is the server's own
     */
    static WarehouseBoundary ofOthers(String warehouse, Predicate<String> forbidden) {
        return warehouse.isEmpty()
                ? new WarehouseBoundary("", forbidden, false)
                : new WarehouseBoundary(LocationUtil.stripTrailingSlash(normalized(warehouse)), forbidden, false);
    }

    /** No boundary: for catalogs whose own service decides where files are. */
    public static WarehouseBoundary none() {
        return new WarehouseBoundary("", place -> false, false);
    }

    /** Whether the location is below the warehouse; the warehouse itself is not. */
    public boolean contains(String location) {
        if (forbidden.test(location)) {
            return false;
        }
        if (root.isEmpty()) {
            return true;
        }
        if (UNSAFE.matcher(location).find()) {
            return false;
        }
        String path = LocationUtil.stripTrailingSlash(normalized(location));
        return path.startsWith(root + "/");
    }

    /** Those of a table's files that may be deleted with it; the log tells of the others, which are none of this catalog's. */
    List<String> contained(Iterable<String> files) {
        List<String> inside = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        files.forEach(file -> (contains(file) ? inside : outside).add(file));
        if (!outside.isEmpty()) {
            log.warn(
                    "{} files outside the warehouse {} are not deleted with their table, {} among them",
                    outside.size(),
                    root,
                    outside.get(0));
        }
        return inside;
    }

    /**
     * Refuses a location outside.
     *
     * @param role what the location is of, for the message
     * @throws ValidationException if the location is not below the warehouse
     */
    public void require(String role, String location) {
        if (!contains(location)) {
            throw new ValidationException("%s is outside the catalog's warehouse: %s", role, location);
        }
    }

    /**
     * Refuses a file of a table that is outside, or that is the server's own if the table may be outside too.
     *
     * @param role as above
     */
    public void requireFile(String role, String location) {
        if (isOfFiles || forbidden.test(location)) {
            require(role, location);
        }
    }

    /** Refuses properties of a table or view by which its files would be written outside. */
    public void requireProperties(Map<String, String> properties) {
        for (String property : PATH_PROPERTIES) {
            String location = properties.get(property);
            if (location != null) {
                require("Property " + property, location);
            }
        }
    }

    /**
     * The same for all ways to write a location: {@code file:/a}, {@code file:///a} and {@code /a} are one place, and so are
     * {@code s3://b/a} and {@code s3a://b/a}.
     */
    public static String normalized(String location) {
        if (location.isEmpty()) {
            return "/";
        }
        int colon = LocationUtil.hasScheme(location) ? location.indexOf(':') : -1;
        String scheme = colon < 0 ? "file" : location.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = location.substring(colon + 1);
        if (scheme.equals("file")) {
            return "file:" + rest.replaceAll("/+", "/");
        }
        return (scheme.equals("s3a") || scheme.equals("s3n") ? "s3" : scheme) + ":" + rest;
    }
}
