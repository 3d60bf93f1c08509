package io.lakeflight.catalog;

import io.lakeflight.storage.DirectoryFileIO;
import io.lakeflight.storage.ProfileCredentials;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.CatalogProperties;

/**
 * How the files of a catalog are reached: Iceberg's properties for its {@code FileIO}, as its definition gives them, and
 * completed. The server and its engines use the same ones.
 */
final class StorageProperties {
    private static final String S3_IO = "org.apache.iceberg.aws.s3.S3FileIO";
    private static final String ADLS_IO = "org.apache.iceberg.azure.adlsv2.ADLSFileIO";
    private static final Map<String, String> IMPLEMENTATIONS = Map.ofEntries(
            Map.entry("file", DirectoryFileIO.class.getName()),
            Map.entry("s3", S3_IO),
            Map.entry("s3a", S3_IO),
            Map.entry("s3n", S3_IO),
            Map.entry("gs", "org.apache.iceberg.gcp.gcs.GCSFileIO"),
            Map.entry("abfs", ADLS_IO),
            Map.entry("abfss", ADLS_IO),
            Map.entry("wasb", ADLS_IO),
            Map.entry("wasbs", ADLS_IO),
            Map.entry("hdfs", "org.apache.iceberg.hadoop.HadoopFileIO"));

    private static final List<String> PREFIXES = List.of("s3.", "client.", "http-client.", "gcs.", "adls.", "io.");

    /** What programs need to find the store; they bring credentials of their own. */
    private static final Set<String> PUBLIC = Set.of("s3.endpoint", "s3.path-style-access", "client.region");

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final String ACCESS_KEY = "s3.access-key-id";
    private static final String SECRET_KEY = "s3.secret-access-key";
    private static final String PROFILE = "s3.profile";
    private static final String REGION = "client.region";
    private static final String PROVIDER = "client.credentials-provider";

    private StorageProperties() {}

    /**
     * All of them, secrets included; without an implementation if the catalog's own service decides where files are.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    static Map<String, String> of(CatalogDefinition definition) {
        Map<String, String> given = definition.properties();
        Map<String, String> storage = new HashMap<>();
        given.forEach((key, value) -> {
            if (PREFIXES.stream().anyMatch(key::startsWith) || key.equals(CatalogProperties.FILE_IO_IMPL)) {
                storage.put(key, value);
            }
        });
        String implementation = implementation(definition);
        if (!implementation.isEmpty()) {
            storage.putIfAbsent(CatalogProperties.FILE_IO_IMPL, implementation);
        }
        if (S3_IO.equals(storage.get(CatalogProperties.FILE_IO_IMPL))) {
            completeS3(definition, storage);
        }
        return storage;
    }

    /** @throws IllegalArgumentException if they contradict each other */
    static void requireSound(CatalogDefinition definition) {
        of(definition);
    }

    /** Those that every program may see. */
    static Map<String, String> shown(Map<String, String> storage) {
        Map<String, String> shown = new HashMap<>(storage);
        shown.keySet().retainAll(PUBLIC);
        shown.replaceAll((key, value) -> Uris.withoutCredentials(value));
        return shown;
    }

    /** Whether new tables go to another machine, which may be slow or down. */
    static boolean isRemote(CatalogDefinition definition) {
        String scheme = scheme(definition);
        return !scheme.isEmpty() && !scheme.equals("file");
    }

    private static String implementation(CatalogDefinition definition) {
        String scheme = scheme(definition);
        if (!scheme.isEmpty()) {
            return IMPLEMENTATIONS.getOrDefault(scheme, "");
        }
        boolean hasS3 = definition.properties().keySet().stream().anyMatch(key -> key.startsWith("s3."));
        if (hasS3 && definition.type() == CatalogType.INTERNAL) {
            throw new IllegalArgumentException(
                    "Catalog \"%s\" has properties of S3 but its warehouse is a directory (expected: s3://bucket/path)"
                            .formatted(definition.name()));
        }
        return hasS3 ? S3_IO : "";
    }

    private static void completeS3(CatalogDefinition definition, Map<String, String> storage) {
        String catalog = definition.name();
        if (storage.containsKey(ACCESS_KEY) != storage.containsKey(SECRET_KEY)) {
            throw new IllegalArgumentException("Catalog \"%s\" has only one of %s and %s (expected: both or none)"
                    .formatted(catalog, ACCESS_KEY, SECRET_KEY));
        }
        if (storage.containsKey("s3.region")) {
            throw new IllegalArgumentException(
                    "Catalog \"%s\" has s3.region (expected: %s, as Iceberg calls it)".formatted(catalog, REGION));
        }
        String profile = storage.remove(PROFILE);
        if (profile != null) {
            if (storage.containsKey(ACCESS_KEY) || storage.containsKey(PROVIDER)) {
                throw new IllegalArgumentException("Catalog \"%s\" has %s beside other credentials (expected: one kind)"
                        .formatted(catalog, PROFILE));
            }
            storage.put(PROVIDER, ProfileCredentials.class.getName());
            storage.put(PROVIDER + ".profile", profile);
        }
        if (storage.containsKey("s3.endpoint")) {
            // Stores that are not Amazon's have no regions, but requests are signed for one; and not all of them know
            // the checksums and the signed chunks that Amazon's client would send.
            storage.putIfAbsent(REGION, "us-east-1");
            storage.putIfAbsent("client.legacy-md5-plugin-enabled", "true");
            storage.putIfAbsent("s3.chunked-encoding-enabled", "false");
        }
        boundWaits(definition.timeout(), storage);
    }

    /** Iceberg would wait for minutes; a store that is down or slow must not hold statements that long. */
    private static void boundWaits(Duration timeout, Map<String, String> storage) {
        String client = "http-client." + storage.getOrDefault("http-client.type", "apache");
        storage.putIfAbsent(client + ".connection-timeout-ms", millis(timeout, CONNECT));
        storage.putIfAbsent(client + ".socket-timeout-ms", millis(timeout, ANSWER));
        storage.putIfAbsent("s3.retry.num-retries", "3");
        storage.putIfAbsent("s3.retry.min-wait-ms", "200");
        storage.putIfAbsent("s3.retry.max-wait-ms", "3000");
    }

    /** One wait is no longer than a whole call to the catalog. */
    private static String millis(Duration timeout, Duration longest) {
        return Long.toString((timeout.compareTo(longest) < 0 ? timeout : longest).toMillis());
    }

    private static String scheme(CatalogDefinition definition) {
        String location = definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
        int end = location.indexOf("://");
        return end < 0 ? "" : location.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
