package io.lakeflight.engine.spark.fastlane.known;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * Where the names in a text are looked for, as Spark does in a session without temporary views.
 *
 * @param catalog of names that tell none
 * @param namespace of names that tell none
 */
record NameScope(CatalogManager catalogs, String catalog, List<String> namespace) {
    NameScope {
        namespace = List.copyOf(namespace);
    }

    /** Of a statement's own text. */
    static NameScope of(CatalogManager catalogs) {
        return new NameScope(catalogs, catalogs.currentCatalog().name(), Arrays.asList(catalogs.currentNamespace()));
    }

    /** Of a view's text, whoever reads it. */
    static NameScope of(CatalogManager catalogs, ViewState view) {
        return new NameScope(catalogs, view.catalog(), view.namespace());
    }

    /** What a name may stand for; empty if its catalog is not there. */
    Optional<TableReference> reference(List<String> name) {
        List<String> full = new ArrayList<>(name);
        if (name.size() == 1) {
            full.addAll(0, namespace);
            full.add(0, catalog);
        } else if (!catalogs.isCatalogRegistered(name.get(0))) {
            full.add(0, catalog);
        }
        if (!catalogs.isCatalogRegistered(full.get(0))) {
            return Optional.empty();
        }
        String[] levels = full.subList(1, full.size() - 1).toArray(String[]::new);
        return Optional.of(new TableReference(
                catalogs.catalog(full.get(0)).name(), Identifier.of(levels, full.get(full.size() - 1))));
    }
}
