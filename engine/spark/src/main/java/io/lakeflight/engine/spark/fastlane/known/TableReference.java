package io.lakeflight.engine.spark.fastlane.known;

import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.catalog.ViewCatalog;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** By what a plan names a table, or a text a view. */
record TableReference(String catalog, Identifier name) {
    /** Empty of what is no table of a catalog. */
    static Optional<TableReference> of(DataSourceV2Relation relation) {
        return relation.catalog().isDefined() && relation.identifier().isDefined()
                ? Optional.of(new TableReference(
                        relation.catalog().get().name(), relation.identifier().get()))
                : Optional.empty();
    }

    /** The table of this name as it is now, asked for as Spark does; empty if there is none. */
    Optional<Table> load(SparkSession spark) {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        try {
            return catalogs.isCatalogRegistered(catalog) && catalogs.catalog(catalog) instanceof TableCatalog tables
                    ? Optional.of(tables.loadTable(name))
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** The view of this name as it is now; empty if there is none, or a table, which Spark takes first. */
    Optional<View> loadView(SparkSession spark) {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        if (!catalogs.isCatalogRegistered(catalog)
                || !(catalogs.catalog(catalog) instanceof ViewCatalog views)
                || load(spark).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(views.loadView(name));
        } catch (NoSuchViewException e) {
            return Optional.empty();
        }
    }
}
