package io.lakeflight.server.http;

import io.javalin.http.Context;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTMessage;
import org.apache.iceberg.rest.RESTUtil;

/**
 * One call of the Iceberg REST protocol, read in the protocol's words.
 *
 * @param content the body
 */
record IcebergRequest(Context http, Catalogs catalogs, byte[] content) {
    LakeCatalog catalog() {
        return catalog(http, catalogs);
    }

    /** The catalog in the path. */
    static LakeCatalog catalog(Context http, Catalogs catalogs) {
        String prefix = http.pathParam("prefix");
        return catalogs.find(prefix)
                .orElseThrow(() -> new NoSuchWarehouseException(
                        "Catalog does not exist: %s (there are %s)", prefix, catalogs.catalogs()));
    }

    Catalog tables() {
        return catalog().tables();
    }

    SupportsNamespaces namespaces() {
        return catalog().namespaces();
    }

    ViewCatalog views() {
        return catalog().views();
    }

    IcebergLocations locations() {
        return new IcebergLocations(catalog().boundary());
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
        if (mode == null) {
            return SnapshotMode.ALL;
        }
        return Arrays.stream(SnapshotMode.values())
                .filter(known -> known.name().equals(mode.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("Parameter snapshots is %s (expected: all or refs)", mode));
    }

    boolean isPurgeRequested() {
        return Boolean.parseBoolean(http.queryParam("purgeRequested"));
    }

    Optional<Integer> pageSize() {
        String size = http.queryParam("pageSize");
        if (size == null) {
            return Optional.empty();
        }
        if (!size.matches("[1-9]\\d{0,8}")) {
            throw new BadRequestException("Parameter pageSize is %s (expected: a number, at least 1)", size);
        }
        return Optional.of(Integer.valueOf(size));
    }

    /** Where the page begins; empty for the first page. */
    String pageToken() {
        return Optional.ofNullable(http.queryParam("pageToken")).orElse("");
    }

    Optional<String> ifNoneMatch() {
        return Optional.ofNullable(http.header("If-None-Match"));
    }

    /** The key by which a client tells that this may be a request it has sent before. */
    Optional<String> idempotencyKey() {
        String key = http.header(RESTUtil.IDEMPOTENCY_KEY_HEADER);
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(key.strip()).toString());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e, "Header %s is not a UUID", RESTUtil.IDEMPOTENCY_KEY_HEADER);
        }
    }

    /** What this request asks for; the same for another that asks for the same. */
    String fingerprint() {
        String digest = HexFormat.of().formatHex(IcebergEtag.digest(content));
        return http.req().getMethod() + " " + http.req().getRequestURI() + "?"
                + http.req().getQueryString() + " " + digest;
    }

    <T extends RESTMessage> T body(Class<T> type) {
        T body = IcebergJson.read(content, type);
        body.validate();
        return body;
    }
}
