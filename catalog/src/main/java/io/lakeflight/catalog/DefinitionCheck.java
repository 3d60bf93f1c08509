package io.lakeflight.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.CatalogProperties;

/** Refuses definitions that no catalog can be made of, or another one than is meant, before anything is touched. */
final class DefinitionCheck {
    /** What the name would stand for in SQL is something else. */
    private static final Set<String> RESERVED =
            Set.of("spark_catalog", "system", "information_schema", "global_temp", "session", "builtin");

    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private static final List<String> OF_INTERNAL = List.of(
            CatalogProperties.URI,
            CatalogProperties.WAREHOUSE_LOCATION,
            CatalogProperties.FILE_IO_IMPL,
            CatalogProperties.CLIENT_POOL_SIZE);

    private static final List<String> PREFIXES_OF_INTERNAL = List.of(
            "jdbc.",
            "s3.",
            "client.",
            "http-client.",
            "gcs.",
            "adls.",
            "io.",
            "lakeflight.maintenance.",
            CatalogProperties.TABLE_DEFAULT_PREFIX,
            CatalogProperties.TABLE_OVERRIDE_PREFIX,
            CatalogProperties.VIEW_DEFAULT_PREFIX,
            CatalogProperties.VIEW_OVERRIDE_PREFIX);

    private DefinitionCheck() {}

    /** @throws IllegalArgumentException saying what is wrong */
    static void require(CatalogDefinition definition) {
        String name = definition.name();
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "A catalog cannot be named \"%s\", which means something else in SQL".formatted(name));
        }
        Duration timeout = definition.timeout();
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "Catalog \"%s\" has a timeout of %s ms (expected: more than 0, at most 1 hour)"
                            .formatted(name, timeout.toMillis()));
        }
        if (definition.properties().keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("Catalog \"%s\" has a property without a name".formatted(name));
        }
        switch (definition.type()) {
            case INTERNAL -> requireInternal(definition);
            case REST -> requireService(definition);
            case JDBC -> {
                requireGiven(definition, CatalogProperties.URI, "jdbc:postgresql://host/database, say");
                requirePlace(definition);
            }
            case HADOOP -> requirePlace(definition);
            case HIVE, GLUE, NESSIE -> {}
        }
        StorageProperties.requireSound(definition);
    }

    private static void requireInternal(CatalogDefinition definition) {
        for (String property : definition.properties().keySet()) {
            if (!OF_INTERNAL.contains(property) && PREFIXES_OF_INTERNAL.stream().noneMatch(property::startsWith)) {
                throw new IllegalArgumentException("Catalog \"%s\" has property %s, which no internal catalog has%s"
                        .formatted(definition.name(), property, meant(property)));
            }
        }
        InternalCatalogOpener.isShared(definition);
        if (!definition
                .properties()
                .getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "")
                .isEmpty()) {
            requirePlace(definition);
        }
    }

    private static String meant(String property) {
        Optional<String> nearest = OF_INTERNAL.stream()
                .min(Comparator.comparingInt((String known) -> EditDistance.between(known, property)))
                .filter(known -> EditDistance.between(known, property) <= Math.max(1, property.length() / 3));
        return nearest.map(known -> " (expected: perhaps " + known + ")").orElse("");
    }

    /** A password in an address shows up wherever the address does; its client also refuses such ones when it connects. */
    private static void requireService(CatalogDefinition definition) {
        requireGiven(definition, CatalogProperties.URI, "https://host/path");
        for (Map.Entry<String, String> property : definition.properties().entrySet()) {
            boolean isAddress = property.getKey().equals(CatalogProperties.URI)
                    || property.getKey().equals("oauth2-server-uri");
            if (isAddress && hasUserInfo(property.getValue())) {
                throw new IllegalArgumentException(
                        ("Catalog \"%s\" has a user or password in its %s (expected: property credential or token, or"
                                        + " rest.auth.type: basic with rest.auth.basic.username and rest.auth.basic.password)")
                                .formatted(definition.name(), property.getKey()));
            }
        }
        String uri = definition.properties().getOrDefault(CatalogProperties.URI, "");
        if (!uri.matches("(?i)https?://[^/].*")) {
            throw new IllegalArgumentException("Catalog \"%s\" is at uri %s (expected: http://... or https://...)"
                    .formatted(definition.name(), Uris.withoutCredentials(uri)));
        }
    }

    private static boolean hasUserInfo(String address) {
        try {
            URI uri = new URI(address);
            return uri.getRawUserInfo() != null
                    || String.valueOf(uri.getRawAuthority()).contains("@");
        } catch (URISyntaxException e) {
            return !Uris.withoutCredentials(address).equals(address);
        }
    }

    /** What is relative would depend on the directory the server was started in. */
    private static void requirePlace(CatalogDefinition definition) {
        requireGiven(definition, CatalogProperties.WAREHOUSE_LOCATION, "/directory, or s3://bucket/path");
        String place = definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
        String path = place.startsWith("file:") ? place.substring("file:".length()) : place;
        if (!path.startsWith("/") && !path.contains(":/")) {
            throw new IllegalArgumentException(
                    ("The warehouse of catalog \"%s\" is %s (expected: a whole path such as /directory, or"
                                    + " s3://bucket/path)")
                            .formatted(definition.name(), place));
        }
    }

    private static void requireGiven(CatalogDefinition definition, String property, String expected) {
        if (definition.properties().getOrDefault(property, "").isBlank()) {
            throw new IllegalArgumentException("Catalog \"%s\" is of type %s and has no %s (expected: %s)"
                    .formatted(definition.name(), definition.type().key(), property, expected));
        }
    }
}
