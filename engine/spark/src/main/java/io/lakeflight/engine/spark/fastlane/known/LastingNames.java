package io.lakeflight.engine.spark.fastlane.known;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/**
 * Whether a text means the same each time, and those of the views that it names, as long as these and its tables are the same.
 * Every name must be that of a table that the plan reads, of a view that Spark has loaded for it, or defined by a WITH of its text.
 */
final class LastingNames {
    private final SparkSession spark;
    private final Set<TableReference> tables;
    private final Map<TableReference, ViewState> views;
    private final Set<TableReference> met = new HashSet<>();

    private LastingNames(SparkSession spark, Set<TableReference> tables, Map<TableReference, ViewState> views) {
        this.spark = spark;
        this.tables = tables;
        this.views = views;
    }

    /**
     * Whether a statement depends on these tables and views and on nothing else.
     *
     * @param tables that its plan reads
     * @param views that were loaded while it was analysed
     */
    static boolean areAll(
            SparkSession spark, LogicalPlan parsed, Set<TableReference> tables, Map<TableReference, ViewState> views) {
        LastingNames names = new LastingNames(spark, tables, views);
        // One that was a table and a view has changed while the statement was analysed.
        return Collections.disjoint(tables, views.keySet())
                && names.areLasting(parsed, NameScope.of(names.catalogs()))
                && names.met.equals(views.keySet());
    }

    private CatalogManager catalogs() {
        return spark.sessionState().catalogManager();
    }

    private boolean areLasting(LogicalPlan parsed, NameScope scope) {
        LastingText text = new LastingText();
        return PlanVisitor.areAllRight(parsed, text)
                && text.relations().stream().allMatch(name -> isLasting(name, text, scope));
    }

    private boolean isLasting(List<String> name, LastingText text, NameScope scope) {
        Optional<TableReference> found = scope.reference(name);
        if (found.isEmpty()) {
            return false;
        }
        TableReference reference = found.get();
        ViewState view = views.get(reference);
        if (view != null) {
            return isLasting(reference, view);
        }
        return tables.contains(reference)
                || (text.isCommon(name) && reference.loadView(spark).isEmpty());
    }

    private boolean isLasting(TableReference reference, ViewState view) {
        if (!met.add(reference)) {
            return true;
        }
        try {
            LogicalPlan parsed = spark.sessionState().sqlParser().parseQuery(view.query());
            return areLasting(parsed, NameScope.of(catalogs(), view));
        } catch (ParseException e) {
            return false;
        }
    }
}
