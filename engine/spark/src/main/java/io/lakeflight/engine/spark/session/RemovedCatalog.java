package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.catalog.ViewCatalog;
import org.apache.spark.sql.connector.catalog.ViewChange;
import org.apache.spark.sql.connector.catalog.ViewInfo;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Stands for a catalog that a session is in though the server has it no more. Were the session moved to another one, names
 * without a catalog would mean tables there. Spark makes one by its class name.
 */
public final class RemovedCatalog implements TableCatalog, ViewCatalog, ProcedureCatalog, SupportsNamespaces {
    private String name = "";

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
    }

    @Override
    public String name() {
        return name;
    }

    private EngineException removed() {
        return EngineException.user(
                "CATALOG_NOT_FOUND",
                "3D000",
                "Catalog \"%s\", which the session is in, was removed (expected: USE another one, or names with their catalog)"
                        .formatted(name));
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        throw removed();
    }

    @Override
    public Table loadTable(Identifier table) {
        throw removed();
    }

    @Override
    public Table loadTable(Identifier table, String version) {
        throw removed();
    }

    @Override
    public Table loadTable(Identifier table, long timestamp) {
        throw removed();
    }

    @Override
    public Table createTable(Identifier table, TableInfo content) {
        throw removed();
    }

    @Override
    public Table alterTable(Identifier table, TableChange... changes) {
        throw removed();
    }

    @Override
    public boolean dropTable(Identifier table) {
        throw removed();
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw removed();
    }

    @Override
    public Identifier[] listViews(String... namespace) {
        throw removed();
    }

    @Override
    public View loadView(Identifier view) {
        throw removed();
    }

    @Override
    public View createView(ViewInfo view) {
        throw removed();
    }

    @Override
    public View alterView(Identifier view, ViewChange... changes) {
        throw removed();
    }

    @Override
    public boolean dropView(Identifier view) {
        throw removed();
    }

    @Override
    public void renameView(Identifier from, Identifier to) {
        throw removed();
    }

    @Override
    public UnboundProcedure loadProcedure(Identifier procedure) {
        throw removed();
    }

    @Override
    public Identifier[] listProcedures(String[] namespace) {
        throw removed();
    }

    /** So that the session can be in any schema of it. */
    @Override
    public boolean namespaceExists(String[] namespace) {
        return true;
    }

    @Override
    public String[][] listNamespaces() {
        throw removed();
    }

    @Override
    public String[][] listNamespaces(String[] namespace) {
        throw removed();
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) {
        throw removed();
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        throw removed();
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw removed();
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) {
        throw removed();
    }
}
