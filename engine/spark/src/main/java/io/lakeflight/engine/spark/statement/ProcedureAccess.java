package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.session.EngineSession;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util.CatalogAndIdentifier;
import org.apache.iceberg.spark.procedures.SparkProcedures;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/** Refuses procedures that read, write or delete files which are not the table's. */
public final class ProcedureAccess {
    /** Their source is a directory of the host or a table of Spark's own catalog. */
    private static final Set<String> IMPORTS = Set.of("add_files", "migrate", "snapshot");

    /** Arguments that name a place files are deleted from or written to. */
    private static final Map<String, String> PLACES =
            Map.of("remove_orphan_files", "location", "rewrite_table_path", "staging_location");

    /** What a file system may resolve to another place than the text says. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}?#]|(^|/)(\\.|%2[eE]){1,2}(/|$)");

    private ProcedureAccess() {}

    /** Refuses names that no procedure has, and tells which there are. */
    public static void requireKnown(Identifier name) {
        boolean isSystem = name.namespace().length == 1 && name.namespace()[0].equalsIgnoreCase("system");
        if (!isSystem || !SparkProcedures.names().contains(name.name().toLowerCase(Locale.ROOT))) {
            String known = SparkProcedures.names().stream()
                    .filter(procedure -> !IMPORTS.contains(procedure))
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw EngineException.user(
                    "ROUTINE_NOT_FOUND",
                    "42883",
                    "There is no procedure %s.%s (expected: one of system, which has %s)"
                            .formatted(String.join(".", name.namespace()), name.name(), known));
        }
    }

    static void refuse(EngineSession session, ProcedureCall call) throws NoSuchTableException {
        String name = call.name();
        if (IMPORTS.contains(name)) {
            throw refused("CALL " + name, "files come into tables by INSERT or through the Iceberg REST service");
        }
        if (name.equals("remove_orphan_files") && call.text("file_list_view").isPresent()) {
            throw refused("CALL remove_orphan_files with a file_list_view", "its files are those below the table");
        }
        String place = PLACES.get(name);
        if (place != null && call.text(place).isPresent()) {
            requireBelowTable(session, call, place);
        }
    }

    private static void requireBelowTable(EngineSession session, ProcedureCall call, String place)
            throws NoSuchTableException {
        CatalogAndIdentifier table = call.table(session.spark())
                .orElseThrow(() -> EngineException.user("INVALID_ARGUMENT", "42000", "The argument table is missing"));
        if (!(((TableCatalog) table.catalog()).loadTable(table.identifier()) instanceof SparkTable loaded)) {
            throw EngineException.user("INVALID_ARGUMENT", "42000", table.identifier() + " is no table with files");
        }
        Table iceberg = loaded.table();
        String location = call.text(place).orElseThrow();
        if (!isBelow(normalized(iceberg.location()), location)) {
            throw refused(
                    "CALL %s with %s => '%s'".formatted(call.name(), place, location),
                    "the place must be the table's own directory or below it");
        }
    }

    private static boolean isBelow(String directory, String location) {
        String place = normalized(location);
        return !UNSAFE.matcher(location).find() && (place.equals(directory) || place.startsWith(directory + "/"));
    }

    /** {@code file:/a}, {@code file:///a/} and {@code /a} are one place. */
    private static String normalized(String location) {
        String path = location.replaceFirst("^file:/+", "/").replaceFirst("/+$", "");
        return path.startsWith("/") ? path.replaceAll("/+", "/") : path;
    }

    private static EngineException refused(String what, String instead) {
        return EngineException.user("HOST_ACCESS_REFUSED", "42501", what + " is not allowed: " + instead);
    }
}
