package io.lakeflight.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/** The schemas of a catalog whose kind cannot list them. */
record NoNamespaces(String name) implements SupportsNamespaces {
    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" cannot create schemas");
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        // Iceberg looks for null in it, which List.of() takes for a mistake.
        return Collections.emptyList();
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        return false;
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" cannot change schemas");
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" cannot change schemas");
    }
}
