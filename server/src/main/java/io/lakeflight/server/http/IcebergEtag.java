package io.lakeflight.server.http;

import io.lakeflight.catalog.MetadataCache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;

/**
 * Names what a load of a table answers: the metadata file, which never changes, how much of it is sent, and the
 * definition of its catalog, which has a say in where clients find the files.
 *
 * <p>It can be told from the pointer alone, so that a client that has the answer already costs no file read.
 */
final class IcebergEtag {
    private static final int BYTES = 16;

    private IcebergEtag() {}

    /** Empty if the metadata file may become another one. */
    static Optional<String> of(String catalogVersion, String metadataLocation, SnapshotMode mode) {
        return MetadataCache.isWrittenOnce(metadataLocation)
                ? Optional.of(tag(catalogVersion, metadataLocation, mode))
                : Optional.empty();
    }

    private static String tag(String catalogVersion, String metadataLocation, SnapshotMode mode) {
        byte[] named =
                String.join("\0", catalogVersion, metadataLocation, mode.name()).getBytes(StandardCharsets.UTF_8);
        return "\"" + HexFormat.of().formatHex(Arrays.copyOf(digest(named), BYTES)) + "\"";
    }

    /** Whether a tag is among those of an {@code If-None-Match} header. */
    static boolean isListed(String etag, String ifNoneMatch) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }

    static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
