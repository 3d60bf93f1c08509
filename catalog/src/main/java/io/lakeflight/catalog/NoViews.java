package io.lakeflight.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;

/** The views of a catalog whose kind has none. */
record NoViews(String name) implements ViewCatalog {
    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        // Iceberg looks for null in it, which List.of() takes for a mistake.
        return Collections.emptyList();
    }

    @Override
    public View loadView(TableIdentifier view) {
        throw new NoSuchViewException("View does not exist: %s", view);
    }

    @Override
    public ViewBuilder buildView(TableIdentifier view) {
        throw new UnsupportedOperationException("Catalog \"" + name + "\" cannot hold views");
    }

    @Override
    public boolean dropView(TableIdentifier view) {
        return false;
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        throw new NoSuchViewException("View does not exist: %s", from);
    }

    @Override
    public void initialize(String catalog, Map<String, String> properties) {}
}
