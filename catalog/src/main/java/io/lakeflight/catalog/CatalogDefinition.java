package io.lakeflight.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What configuration says of one catalog.
 *
 * @param properties Iceberg's own, e.g. {@code uri}, {@code warehouse}, {@code s3.endpoint}; values may be secrets
 * @param timeout the longest one call to a catalog in another process may take
 */
public record CatalogDefinition(String name, CatalogType type, Map<String, String> properties, Duration timeout) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Small letters, because Spark and Calcite fold names in different directions. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** What a REST catalog is sent as a header, and Azure calls a connection string, proves who asks as well. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(header\\..*|.*(passw|pwd|secret|token|credential|key|sas|oauth|private|authoriz|connection-string).*)");

    private static final String HIDDEN = "(hidden)";

    public CatalogDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A catalog cannot be named \"" + name
                    + "\" (expected: small letters, digits and \"_\", a letter first, at most 63)");
        }
        properties = Map.copyOf(properties);
    }

    /** An internal catalog with everything in its default place. */
    public static CatalogDefinition internal(String name) {
        return new CatalogDefinition(name, CatalogType.INTERNAL, Map.of(), DEFAULT_TIMEOUT);
    }

    /** @throws IllegalArgumentException if no catalog can be made of it, saying why */
    public void requireUsable() {
        DefinitionCheck.require(this);
    }

    /** Whether a property of this name holds what only its owner may see. */
    public static boolean isSecret(String property) {
        return SECRET.matcher(property).matches();
    }

    /** The properties with secrets replaced, sorted; also a password within a URI is not shown. */
    public Map<String, String> shownProperties() {
        Map<String, String> shown = new TreeMap<>();
        properties.forEach((key, value) -> shown.put(key, isSecret(key) ? HIDDEN : Uris.withoutCredentials(value)));
        return shown;
    }

    @Override
    public String toString() {
        return name + " (" + type.key() + ") " + shownProperties();
    }
}
