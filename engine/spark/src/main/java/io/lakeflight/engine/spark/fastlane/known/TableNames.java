package io.lakeflight.engine.spark.fastlane.known;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.ViewCatalog;

/** What the names of relations in a text stand for, found as Spark finds it in a session without temporary views. */
record TableNames(SparkSession spark) {
    /**
     * Whether all names are those of tables that the plan reads, or defined by a WITH of the text. One that is neither is a
     * view's: of that, the plan shows only what it is made of.
     */
    boolean areTables(LastingText text, Collection<TableReference> read) {
        return text.relations().stream()
                .allMatch(name -> read.contains(reference(name)) || (text.isCommon(name) && !isView(name)));
    }

    private TableReference reference(List<String> name) {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        if (name.size() == 1) {
            return new TableReference(
                    catalogs.currentCatalog().name(), Identifier.of(catalogs.currentNamespace(), name.get(0)));
        }
        String[] levels = name.subList(0, name.size() - 1).toArray(String[]::new);
        String last = name.get(name.size() - 1);
        if (catalogs.isCatalogRegistered(levels[0])) {
            CatalogPlugin catalog = catalogs.catalog(levels[0]);
            return new TableReference(
                    catalog.name(), Identifier.of(Arrays.copyOfRange(levels, 1, levels.length), last));
        }
        return new TableReference(catalogs.currentCatalog().name(), Identifier.of(levels, last));
    }

    private boolean isView(List<String> name) {
        TableReference reference = reference(name);
        CatalogPlugin catalog = spark.sessionState().catalogManager().catalog(reference.catalog());
        if (!(catalog instanceof ViewCatalog views)) {
            return false;
        }
        try {
            views.loadView(reference.name());
            return true;
        } catch (NoSuchViewException e) {
            return false;
        }
    }
}
