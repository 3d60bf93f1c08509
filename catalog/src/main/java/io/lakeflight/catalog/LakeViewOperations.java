package io.lakeflight.catalog;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.JdbcViewOperations;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/** One view of an {@link InternalCatalog}: as Iceberg's, but each of its metadata files is read once. */
final class LakeViewOperations extends JdbcViewOperations {
    private final TableIdentifier view;
    private final MetadataFiles metadata;

    LakeViewOperations(
            JdbcClientPool connections,
            FileIO files,
            String catalog,
            TableIdentifier view,
            Map<String, String> properties,
            MetadataFiles metadata) {
        super(connections, files, catalog, view, properties);
        this.view = view;
        this.metadata = metadata;
    }

    /** Iceberg would look again for a minute and a half at a file that is damaged. */
    @Override
    protected void refreshFromMetadataLocation(
            String location, @Nullable Predicate<Exception> retry, int retries, Function<String, ViewMetadata> reader) {
        try {
            super.refreshFromMetadataLocation(
                    location, MetadataFiles::isWorthAnotherLook, MetadataFiles.OTHER_LOOKS, metadata::view);
        } catch (RuntimeException e) {
            throw MetadataFiles.explained("View", viewName(), location, e);
        }
    }

    @Override
    protected String viewName() {
        return StoredName.read(view).toString();
    }
}
