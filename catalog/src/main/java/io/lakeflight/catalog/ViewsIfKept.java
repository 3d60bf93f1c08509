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

/**
 * The views of a catalog whose client finds out only when asked that there is no place for views, as in a database of an
 * older layout: it has none then. Its layout is its owner's to change.
 */
record ViewsIfKept(String name, ViewCatalog views) implements ViewCatalog {
    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        try {
            return views.listViews(namespace);
        } catch (UnsupportedOperationException e) {
            // Iceberg looks for null in it, which List.of() takes for a mistake.
            return Collections.emptyList();
        }
    }

    @Override
    public View loadView(TableIdentifier view) {
        try {
            return views.loadView(view);
        } catch (UnsupportedOperationException e) {
            throw missing(view, e);
        }
    }

    @Override
    public boolean viewExists(TableIdentifier view) {
        try {
            return views.viewExists(view);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public ViewBuilder buildView(TableIdentifier view) {
        try {
            views.viewExists(view);
        } catch (UnsupportedOperationException e) {
            throw refusal(e);
        }
        return views.buildView(view);
    }

    @Override
    public View registerView(TableIdentifier view, String metadataFile) {
        try {
            return views.registerView(view, metadataFile);
        } catch (UnsupportedOperationException e) {
            throw refusal(e);
        }
    }

    private UnsupportedOperationException refusal(UnsupportedOperationException cause) {
        return new UnsupportedOperationException("Catalog \"" + name + "\" cannot hold views", cause);
    }

    @Override
    public boolean dropView(TableIdentifier view) {
        try {
            return views.dropView(view);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        try {
            views.renameView(from, to);
        } catch (UnsupportedOperationException e) {
            throw missing(from, e);
        }
    }

    private static NoSuchViewException missing(TableIdentifier view, UnsupportedOperationException cause) {
        return new NoSuchViewException(cause, "View does not exist: %s", view);
    }

    @Override
    public void invalidateView(TableIdentifier view) {
        views.invalidateView(view);
    }

    @Override
    public void initialize(String catalog, Map<String, String> properties) {}
}
