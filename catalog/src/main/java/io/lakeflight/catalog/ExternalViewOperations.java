package io.lakeflight.catalog;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.JdbcViewOperations;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/** One view of an {@link ExternalJdbcCatalog}, as {@link ExternalTableOperations} is one table. */
final class ExternalViewOperations extends JdbcViewOperations {
    private final TableName name;
    private final ExternalFileIo files;

    ExternalViewOperations(
            JdbcClientPool connections,
            ExternalFileIo files,
            String catalog,
            TableIdentifier view,
            Map<String, String> properties) {
        super(connections, files, catalog, view, properties);
        this.name = TableName.of(catalog, view);
        this.files = files;
    }

    @Override
    protected void doCommit(@Nullable ViewMetadata base, ViewMetadata metadata) {
        if (base == null || !base.location().equals(metadata.location())) {
            files.boundary().require("Location of view " + name, metadata.location());
        }
        super.doCommit(base, metadata);
    }

    /** Iceberg would look again for half a minute at a file that is damaged. */
    @Override
    protected void refreshFromMetadataLocation(
            String location, @Nullable Predicate<Exception> retry, int retries, Function<String, ViewMetadata> reader) {
        try {
            super.refreshFromMetadataLocation(
                    location, MetadataFiles::isWorthAnotherLook, MetadataFiles.OTHER_LOOKS, reader);
        } catch (RuntimeException e) {
            throw e instanceof ValidationException
                    ? UnreadableTableException.ofDamaged("View", name, location, e)
                    : MetadataFiles.explained("View", name, location, e);
        }
    }
}
