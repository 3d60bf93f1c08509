package io.lakeflight.engine.spark.fastlane.datacache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;

/**
 * The names of files in the cache: a hash of all that makes a file this one, and its length.
 *
 * <p>A data file never changes under its location. The table's id and the file's sequence number tell apart what tools write
 * to a location again, after the file or its table was dropped; the store, what is the same location elsewhere, or is read
 * with other credentials.
 */
final class CacheName {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}-([0-9]{1,18})\\.parquet");

    /** Of a {@code FileIO}; what else it is told does not lead to other files. */
    private static final List<String> STORE_PROPERTIES = List.of(
            "warehouse",
            "s3.endpoint",
            "client.region",
            "s3.access-key-id",
            "client.credentials-provider",
            "client.credentials-provider.profile");

    private CacheName() {}

    static String store(FileIO io) {
        MessageDigest digest = sha256();
        Map<String, String> properties = io.properties();
        add(digest, io.getClass().getName());
        STORE_PROPERTIES.forEach(key -> add(digest, properties.getOrDefault(key, "")));
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(RemoteTable table, DataFile file) {
        MessageDigest digest = sha256();
        add(digest, table.store());
        add(digest, table.table().uuid().toString());
        add(digest, file.location());
        add(digest, String.valueOf(file.fileSequenceNumber()));
        return HexFormat.of().formatHex(digest.digest()) + "-" + file.fileSizeInBytes() + ".parquet";
    }

    /** The length that a file of this name has; empty if none has such a name. */
    static OptionalLong length(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** With its length before it, so that no two lists of parts are the same bytes. */
    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
