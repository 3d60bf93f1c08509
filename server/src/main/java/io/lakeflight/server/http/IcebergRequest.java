package io.lakeflight.server.http;

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
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTMessage;
import org.apache.iceberg.rest.RESTUtil;

/**
 * One call of the Iceberg REST protocol, read in the protocol's words.
 *
 * @param catalog the one in the path
 * @param content the body
 */
record IcebergRequest(IcebergCall call, LakeCatalog catalog, byte[] content) {
    private static final String PURGE = "purgeRequested";

    Catalog tables() {
        return catalog.tables();
    }

    SupportsNamespaces namespaces() {
        return catalog.namespaces();
    }

    ViewCatalog views() {
        return catalog.views();
    }

    IcebergLocations locations() {
        return new IcebergLocations(catalog.boundary());
    }

    /** The namespace in the path, whose levels are separated by the unit separator, {@code %1F}. */
    Namespace namespace() {
        return RESTUtil.namespaceFromQueryParam(call.name("namespace"));
    }

    /** The namespace whose children are asked for; empty for the top. */
    Namespace parent() {
        return call.parameter("parent")
                .filter(parent -> !parent.isEmpty())
                .map(RESTUtil::namespaceFromQueryParam)
                .orElseGet(Namespace::empty);
    }

    TableIdentifier table() {
        return TableIdentifier.of(namespace(), call.name("table"));
    }

    TableIdentifier view() {
        return TableIdentifier.of(namespace(), call.name("view"));
    }

    SnapshotMode snapshotMode() {
        return call.parameter(RESTCatalogProperties.SNAPSHOTS_QUERY_PARAMETER)
                .map(IcebergRequest::snapshotMode)
                .orElse(SnapshotMode.ALL);
    }

    private static SnapshotMode snapshotMode(String mode) {
        return Arrays.stream(SnapshotMode.values())
                .filter(known -> known.name().equals(mode.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("Parameter snapshots is %s (expected: all or refs)", mode));
    }

    /** Whether the files of the table are to be deleted with it. */
    boolean isPurge() {
        return call.isDeletion()
                && call.parameter(PURGE).map(Boolean::parseBoolean).orElse(false);
    }

    IcebergRequest withoutPurge() {
        return new IcebergRequest(call.without(PURGE), catalog, content);
    }

    Optional<Integer> pageSize() {
        return call.parameter("pageSize").map(size -> {
            if (!size.matches("[1-9]\\d{0,8}")) {
                throw new BadRequestException("Parameter pageSize is %s (expected: a number, at least 1)", size);
            }
            return Integer.valueOf(size);
        });
    }

    /** Where the page begins; empty for the first page. */
    String pageToken() {
        return call.parameter("pageToken").orElse("");
    }

    /** The key by which a client tells that this may be a request it has sent before. */
    Optional<String> idempotencyKey() {
        try {
            return call.idempotencyKey().map(key -> UUID.fromString(key.strip()).toString());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e, "Header %s is not a UUID", RESTUtil.IDEMPOTENCY_KEY_HEADER);
        }
    }

    /** What this request asks for; the same for another that asks for the same. */
    String fingerprint() {
        String digest = HexFormat.of().formatHex(IcebergEtag.digest(content));
        return call.method() + " " + call.target() + " " + digest;
    }

    <T extends RESTMessage> T body(Class<T> type) {
        T body = IcebergJson.read(content, type);
        body.validate();
        return body;
    }
}
