package io.lakeflight.catalog;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.JdbcViewOperations;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/** One view of an {@link InternalCatalog}: as Iceberg's, but each of its metadata files is read once. */
final class LakeViewOperations extends JdbcViewOperations {
    private final InternalCatalog catalog;
    private final TableIdentifier view;
    /** Whether the view may have been changed by this. */
    private boolean changed;
    /** The file that the view is at once this has changed it. */
    private @Nullable String written;

    LakeViewOperations(
            InternalCatalog catalog, JdbcClientPool connections, Map<String, String> properties, TableIdentifier view) {
        super(connections, catalog.files(), catalog.name(), view, properties);
        this.catalog = catalog;
        this.view = view;
    }

    /** Also of a file that a client registers. */
    @Override
    protected void doCommit(@Nullable ViewMetadata base, ViewMetadata metadata) {
        catalog.boundary().require("Location of view " + viewName(), metadata.location());
        catalog.boundary().requireProperties(metadata.properties());
        changed = true;
        super.doCommit(base, metadata);
        String location = written;
        if (location != null) {
            catalog.forms().ifPresent(forms -> forms.changed(view, true, location));
        }
    }

    @Override
    protected String writeNewMetadataIfRequired(ViewMetadata metadata) {
        String location = UnwrittenMetadataException.told(() -> super.writeNewMetadataIfRequired(metadata));
        written = location;
        return location;
    }

    /** Iceberg would look again for a minute and a half at a file that is damaged. */
    @Override
    protected void refreshFromMetadataLocation(
            String location, @Nullable Predicate<Exception> retry, int retries, Function<String, ViewMetadata> reader) {
        try {
            super.refreshFromMetadataLocation(
                    location, MetadataFiles::isWorthAnotherLook, MetadataFiles.OTHER_LOOKS, catalog.metadata()::view);
        } catch (RuntimeException e) {
            RuntimeException explained =
                    MetadataFiles.explained("View", TableName.of(catalog.name(), StoredName.read(view)), location, e);
            throw changed && explained instanceof UnreadableTableException unreadable
                    ? unreadable.afterChange()
                    : explained;
        }
    }

    @Override
    protected String viewName() {
        return StoredName.read(view).toString();
    }
}
