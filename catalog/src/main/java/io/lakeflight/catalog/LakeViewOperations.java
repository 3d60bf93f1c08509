package io.lakeflight.catalog;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.JdbcViewOperations;
import org.apache.iceberg.view.ViewMetadata;

/** One view of an {@link InternalCatalog}: as Iceberg's, but each of its metadata files is read once. */
final class LakeViewOperations extends JdbcViewOperations {
    private final MetadataFiles metadata;

    LakeViewOperations(
            JdbcClientPool connections,
            FileIO files,
            String catalog,
            TableIdentifier view,
            Map<String, String> properties,
            MetadataFiles metadata) {
        super(connections, files, catalog, view, properties);
        this.metadata = metadata;
    }

    @Override
    protected void refreshFromMetadataLocation(
            String location, Predicate<Exception> retry, int retries, Function<String, ViewMetadata> reader) {
        super.refreshFromMetadataLocation(location, retry, retries, metadata::view);
    }
}
