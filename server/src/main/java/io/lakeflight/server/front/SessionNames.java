package io.lakeflight.server.front;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.flight.metadata.SparkNames;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** What names in a statement mean, given the session's catalog and schema; Spark's rules. */
public final class SessionNames {
    /** To Spark these stand for something other than a schema of the current catalog. */
    private static final Set<String> RESERVED = Set.of("spark_catalog", "global_temp", "system", "session", "builtin");

    private final Catalogs catalogs;
    private final Session.State state;

    public SessionNames(Catalogs catalogs, Session.State state) {
        this.catalogs = catalogs;
        this.state = state;
    }

    /** A namespace, which may be missing; without parts, the top of the current catalog. */
    Optional<Place> namespace(List<String> parts) {
        if (parts.isEmpty()) {
            return catalogs.find(state.catalog()).map(catalog -> new Place(catalog, List.of()));
        }
        if (RESERVED.contains(parts.get(0).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        Optional<Place> elsewhere =
                catalogs.find(parts.get(0)).map(catalog -> new Place(catalog, parts.subList(1, parts.size())));
        return elsewhere.or(() -> catalogs.find(state.catalog()).map(catalog -> new Place(catalog, parts)));
    }

    /** The place a schema's tables are at; without parts, the current schema. */
    Optional<Place> schema(List<String> parts) {
        return namespace(parts.isEmpty() ? current() : parts)
                .filter(place -> !place.path().isEmpty());
    }

    /** The place of a table, whose path ends with the table's name. */
    public Optional<Place> table(List<String> parts) {
        List<String> path = new ArrayList<>();
        if (parts.size() == 1) {
            path.addAll(current());
        }
        path.addAll(parts);
        return namespace(path).filter(place -> place.path().size() > 1);
    }

    /** The current schema, if it is there. */
    Optional<Place> currentSchema() {
        return schema(List.of()).filter(place -> place.catalog()
                .call(() -> place.catalog().namespaces().namespaceExists(place.namespace())));
    }

    private List<String> current() {
        List<String> path = new ArrayList<>(List.of(state.catalog()));
        path.addAll(levels());
        return path;
    }

    /** The levels of the current schema. */
    List<String> levels() {
        return List.of(state.schema().split("\\.", -1));
    }

    /** Something in a catalog. */
    public record Place(LakeCatalog catalog, List<String> path) {
        Namespace namespace() {
            return Namespace.of(path.toArray(String[]::new));
        }

        /** As Spark prints it. */
        String name() {
            return SparkNames.quoteIfNeeded(catalog.name()) + "." + SparkNames.quoted(namespace());
        }

        public TableIdentifier table() {
            return TableIdentifier.of(path.toArray(String[]::new));
        }
    }
}
