package io.lakeflight.catalog;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/** The schemas of a catalog whose directories are all it knows of them. */
record DirectoryNamespaces(String name, SupportsNamespaces directories) implements SupportsNamespaces {
    /** What Spark adds to every schema by itself, so that nobody misses it. */
    private static final String OWNER = "owner";

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        Map<String, String> wanted = new HashMap<>(metadata);
        wanted.remove(OWNER);
        if (!wanted.isEmpty()) {
            throw new UnsupportedOperationException(
                    "Catalog \"" + name + "\" keeps no properties of schemas, such as " + wanted.keySet());
        }
        directories.createNamespace(namespace, Map.of());
    }

    /** A warehouse that nobody has written to yet has no schemas. */
    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        try {
            return directories.listNamespaces(parent);
        } catch (NoSuchNamespaceException e) {
            if (parent.isEmpty()) {
                // Iceberg looks for null in it, which List.of() takes for a mistake.
                return Collections.emptyList();
            }
            throw e;
        }
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        return directories.loadNamespaceMetadata(namespace);
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        return directories.dropNamespace(namespace);
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" keeps no properties of schemas");
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" keeps no properties of schemas");
    }
}
