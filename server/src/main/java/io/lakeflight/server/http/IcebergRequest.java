package io.lakeflight.server.http;

import io.javalin.http.Context;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTUtil;

/** One call of the Iceberg REST protocol, read in the protocol's words. */
record IcebergRequest(Context http, Catalogs catalogs) {
    Catalog tables() {
        return catalog().tables();
    }

    SupportsNamespaces namespaces() {
        return catalog().namespaces();
    }

    ViewCatalog views() {
        return catalog().views();
    }

    LakeCatalog catalog() {
        String prefix = http.pathParam("prefix");
        return catalogs.find(prefix)
                .orElseThrow(() -> new NoSuchWarehouseException(
                        "Catalog does not exist: %s (there are %s)", prefix, catalogs.catalogs()));
    }

    /** The namespace in the path, whose levels are separated by the unit separator, {@code %1F}. */
    Namespace namespace() {
        return RESTUtil.namespaceFromQueryParam(http.pathParam("namespace"));
    }

    /** The namespace whose children are asked for; empty for the top. */
    Namespace parent() {
        String parent = http.queryParam("parent");
        return parent == null || parent.isEmpty() ? Namespace.empty() : RESTUtil.namespaceFromQueryParam(parent);
    }

    TableIdentifier table() {
        return TableIdentifier.of(namespace(), http.pathParam("table"));
    }

    TableIdentifier view() {
        return TableIdentifier.of(namespace(), http.pathParam("view"));
    }

    SnapshotMode snapshotMode() {
        String mode = http.queryParam(RESTCatalogProperties.SNAPSHOTS_QUERY_PARAMETER);
        return mode == null ? SnapshotMode.ALL : SnapshotMode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    boolean isPurgeRequested() {
        return Boolean.parseBoolean(http.queryParam("purgeRequested"));
    }

    Optional<String> pageSize() {
        return Optional.ofNullable(http.queryParam("pageSize"));
    }

    /** Where the page begins; null for the first page. */
    String pageToken() {
        return http.queryParam("pageToken");
    }

    <T> T body(Class<T> type) {
        return IcebergJson.read(http, type);
    }

    void discardBody() {
        IcebergJson.bytes(http);
    }
}
