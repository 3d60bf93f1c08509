package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.tpch.TpchSource;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.ResolvedNamespace;
import org.apache.spark.sql.catalyst.plans.logical.CreateNamespace;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.command.CreateSQLFunctionCommand;
import org.apache.spark.sql.execution.command.ResetCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;

/**
 * Refuses what reaches past the catalogs into the engine's host: its files, its programs, its classes, and the settings
 * that say where the catalogs are. Spark trusts its users with all of it; a server's clients are not those.
 */
final class HostAccess {
    private static final String FORBIDDEN = "42501";

    /**
     * Beginnings of names of Spark's settings that a session may have. All of a session's that begin with "spark" become
     * properties of its jobs too, and there others are the engine's: by which pool shares the cores with a statement, by
     * which tag it is cancelled.
     */
    private static final Set<String> SESSION_SETTINGS = Set.of("spark.sql.", "spark.wap.");

    /** Beginnings of names of those among them that are the operator's, or Spark's own. */
    private static final Set<String> OPERATOR_SETTINGS = Set.of(
            "spark.sql.catalog.",
            "spark.sql.execution.id",
            "spark.sql.execution.root.id",
            "spark.sql.extensions",
            "spark.sql.optimizer.excludedRules",
            "spark.sql.runSQLOnFiles",
            "spark.sql.variable.substitute");

    /** What statements do that is refused, by the name of Spark's class, before its analysis or after it. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("AddJarsCommand", "ADD JAR"),
            Map.entry("AddFilesCommand", "ADD FILE"),
            Map.entry("AddArchivesCommand", "ADD ARCHIVE"),
            Map.entry("ListJarsCommand", "LIST JAR"),
            Map.entry("ListFilesCommand", "LIST FILE"),
            Map.entry("ListArchivesCommand", "LIST ARCHIVE"),
            Map.entry("InsertIntoDir", "INSERT OVERWRITE DIRECTORY"),
            Map.entry("InsertIntoDataSourceDirCommand", "INSERT OVERWRITE DIRECTORY"),
            Map.entry("LoadData", "LOAD DATA"),
            Map.entry("LoadDataCommand", "LOAD DATA"),
            Map.entry("CreateFunction", "CREATE FUNCTION of a class"),
            Map.entry("CreateFunctionCommand", "CREATE FUNCTION of a class"),
            Map.entry("ScriptTransformation", "TRANSFORM, which runs a program,"),
            Map.entry("CreateTableCommand", "A table in spark_catalog"),
            Map.entry("CreateDataSourceTableCommand", "A table in spark_catalog"),
            Map.entry("CreateDataSourceTableAsSelectCommand", "A table in spark_catalog"));

    private HostAccess() {}

    /** Looks at a plan, parsed or analysed: only the latter shows what stands in a WITH or in which catalog a table is. */
    static void refuse(LogicalPlan plan) {
        PlanNodes.forEach(plan, node -> {
            String refused = REFUSED.get(node.getClass().getSimpleName());
            if (refused != null) {
                throw refused(refused);
            }
            if (node instanceof CreateSQLFunctionCommand function && !function.isTemp()) {
                throw refused("A function in spark_catalog");
            }
            if (node instanceof CreateNamespace create && isInSessionCatalog(create.name())) {
                throw refused("A schema in spark_catalog");
            }
            if (node instanceof CreateTempViewUsing view) {
                refuseProvider(view.provider());
            } else if (node instanceof SetCommand set && set.kv().isDefined()) {
                refuseSetting(set.kv().get()._1());
            } else if (node instanceof ResetCommand reset && reset.config().isDefined()) {
                refuseSetting(reset.config().get());
            }
        });
    }

    private static boolean isInSessionCatalog(LogicalPlan name) {
        return name instanceof ResolvedNamespace namespace
                && namespace.catalog().name().equals(CatalogManager.SESSION_CATALOG_NAME());
    }

    private static void refuseProvider(String provider) {
        if (!provider.equals(TpchSource.class.getName())) {
            throw refused("A view USING " + provider);
        }
    }

    private static EngineException refused(String what) {
        return EngineException.user(
                "HOST_ACCESS_REFUSED",
                FORBIDDEN,
                what + " is not allowed: statements work on tables of the catalogs only");
    }

    private static void refuseSetting(String name) {
        boolean others = name.startsWith("spark") && SESSION_SETTINGS.stream().noneMatch(name::startsWith);
        if (others || OPERATOR_SETTINGS.stream().anyMatch(name::startsWith)) {
            throw EngineException.user(
                    "SETTING_REFUSED", FORBIDDEN, "The setting " + name + " is the operator's, not a session's");
        }
    }
}
