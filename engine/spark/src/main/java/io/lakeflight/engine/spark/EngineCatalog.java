package io.lakeflight.engine.spark;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.LoadedViews;
import io.lakeflight.engine.spark.statement.ProcedureAccess;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.ViewAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Iceberg's Spark catalog with one underlying catalog per name for all sessions of the engine.
 *
 * <p>Spark makes a plugin per session and never closes it (SPARK-54367), so a plugin must own nothing. The map is static
 * because Spark creates plugins by class name and hands them only options.
 */
public final class EngineCatalog extends SparkCatalog {
    /** Where the server's Iceberg REST service is, through which every catalog is reached. */
    public static final String URI_SETTING = "spark.lakeflight.iceberg-uri";

    /** How many bytes of manifests and manifest lists are kept of each catalog, and the most of one of them. */
    private static final String MANIFEST_CACHE_SETTING = "spark.lakeflight.manifest-cache-bytes";

    private static final String MAX_MANIFEST_SETTING = "spark.lakeflight.max-manifest-bytes";

    private static final String VERSION = "version";
    private static final Map<String, Shared> CATALOGS = new ConcurrentHashMap<>();

    /** The catalog of one version of a definition. A replaced one is left to statements that still use it. */
    private record Shared(String version, Catalog catalog) {}

    /** The Spark settings that define a catalog of the server. */
    public static Map<String, String> settings(String name, String icebergUri, String version) {
        String prefix = "spark.sql.catalog." + name;
        Map<String, String> settings = new TreeMap<>();
        settings.put(prefix, EngineCatalog.class.getName());
        settings.put(prefix + ".catalog-impl", EngineRestCatalog.class.getName());
        settings.put(prefix + ".uri", icebergUri);
        settings.put(prefix + ".warehouse", name);
        // Unless the server's answer names another one.
        settings.put(prefix + ".io-impl", "io.lakeflight.storage.DirectoryFileIO");
        // Iceberg's table cache would hide commits of other engines; the underlying catalog is shared instead.
        settings.put(prefix + ".cache-enabled", "false");
        // The server knows what else uses a table's files, and deletes none outside the catalog's warehouse.
        settings.put(prefix + ".rest-catalog-purge", "true");
        settings.put(prefix + "." + VERSION, version);
        return settings;
    }

    private boolean assumingNamespaces;

    @Override
    protected Catalog buildIcebergCatalog(String name, CaseInsensitiveStringMap options) {
        String version = options.getOrDefault(VERSION, "");
        return CATALOGS.compute(
                        name,
                        (key, shared) -> shared != null && shared.version().equals(version)
                                ? shared
                                : new Shared(version, super.buildIcebergCatalog(name, caching(signed(options)))))
                .catalog();
    }

    /**
     * With Iceberg's cache of manifests, by location and for as long as there is room: such files never change. Metadata
     * itself is kept by Iceberg's REST client, which asks the server each time whether it is still the current one.
     */
    private static CaseInsensitiveStringMap caching(CaseInsensitiveStringMap options) {
        SparkConf conf = SparkEnv.get().conf();
        if (!conf.contains(MANIFEST_CACHE_SETTING) || !conf.contains(MAX_MANIFEST_SETTING)) {
            return options;
        }
        Map<String, String> caching = new HashMap<>(options.asCaseSensitiveMap());
        caching.put(CatalogProperties.IO_MANIFEST_CACHE_ENABLED, "true");
        caching.put(CatalogProperties.IO_MANIFEST_CACHE_MAX_TOTAL_BYTES, conf.get(MANIFEST_CACHE_SETTING));
        caching.put(CatalogProperties.IO_MANIFEST_CACHE_MAX_CONTENT_LENGTH, conf.get(MAX_MANIFEST_SETTING));
        caching.put(CatalogProperties.IO_MANIFEST_CACHE_EXPIRATION_INTERVAL_MS, "0");
        return new CaseInsensitiveStringMap(caching);
    }

    /** Runs with every namespace taken to exist; for the session this plugin belongs to, before it is used. */
    public void assumingNamespaces(Runnable work) {
        assumingNamespaces = true;
        try {
            work.run();
        } finally {
            assumingNamespaces = false;
        }
    }

    @Override
    public boolean namespaceExists(String[] namespace) {
        return assumingNamespaces || super.namespaceExists(namespace);
    }

    /** Tells which view it was, too: the plan of a statement shows only what a view is made of. */
    @Override
    public View loadView(Identifier name) throws NoSuchViewException {
        View view = super.loadView(name);
        LoadedViews.add(name(), name, view);
        return view;
    }

    /** Changes properties alone, where that is all: the commit of anything else fails by those that are wrong already. */
    @Override
    public Table alterTable(Identifier name, TableChange... changes) throws NoSuchTableException {
        if (!Arrays.stream(changes).allMatch(CommitProperties::isOne)) {
            return super.alterTable(name, changes);
        }
        CommitProperties.change(((SparkTable) loadTable(name)).table(), changes);
        return loadTable(name);
    }

    /**
     * A metadata table cannot be dropped: Spark would find it, have it dropped in vain, and call that a success.
     *
     * @throws EngineException if it is one
     */
    @Override
    public boolean dropTable(Identifier name) {
        requireOwnFiles(name);
        return super.dropTable(name);
    }

    private void requireOwnFiles(Identifier name) {
        if (name.namespace().length > 1 && MetadataTableType.from(name.name()) != null && isMetadataTable(name)) {
            throw EngineException.unsupported("DROP TABLE of a metadata table (%s.%s)".formatted(name(), name));
        }
    }

    private boolean isMetadataTable(Identifier name) {
        try {
            return loadTable(name) instanceof SparkTable table && table.table() instanceof BaseMetadataTable;
        } catch (NoSuchTableException | RuntimeException e) {
            return false;
        }
    }

    /** Also what cannot be read, of which the server leaves the files where they are. */
    @Override
    public boolean purgeTable(Identifier name) {
        requireOwnFiles(name);
        try {
            return super.purgeTable(name);
        } catch (NotFoundException e) {
            return dropTable(name);
        } catch (EngineException e) {
            if (e.isOfUnreadable()) {
                return dropTable(name);
            }
            throw e;
        }
    }

    @Override
    public UnboundProcedure loadProcedure(Identifier name) {
        ProcedureAccess.requireKnown(name);
        return super.loadProcedure(name);
    }

    @Override
    public void renameTable(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        super.renameTable(from, withoutCatalog(to));
    }

    @Override
    public void renameView(Identifier from, Identifier to) throws NoSuchViewException, ViewAlreadyExistsException {
        super.renameView(from, withoutCatalog(to));
    }

    /** Spark takes every part of a table's next name but the last for its schema, the catalog's name too. */
    private Identifier withoutCatalog(Identifier to) {
        String[] namespace = to.namespace();
        return namespace.length > 1 && namespace[0].equals(name()) && !super.namespaceExists(namespace)
                ? Identifier.of(Arrays.copyOfRange(namespace, 1, namespace.length), to.name())
                : to;
    }

    /**
     * The server must know which engine a commit comes from, to refuse those of an engine it has given up, and tells the
     * credentials of a storage only to its own engines.
     */
    private static CaseInsensitiveStringMap signed(CaseInsensitiveStringMap options) {
        String engineId = System.getenv(EngineProtocol.ENGINE_ID_VARIABLE);
        String token = System.getenv(EngineProtocol.TOKEN_VARIABLE);
        if (engineId == null || token == null) {
            return options;
        }
        Map<String, String> signed = new HashMap<>(options.asCaseSensitiveMap());
        signed.put("header." + EngineProtocol.ENGINE_HEADER, engineId);
        signed.put("header." + EngineProtocol.ENGINE_TOKEN_HEADER, token);
        return new CaseInsensitiveStringMap(signed);
    }
}
