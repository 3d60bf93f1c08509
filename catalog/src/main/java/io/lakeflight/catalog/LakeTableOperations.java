package io.lakeflight.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One table of an {@link InternalCatalog}: its metadata files, and the pointer to the current one. */
final class LakeTableOperations extends BaseMetastoreTableOperations {
    private static final Logger log = LoggerFactory.getLogger(LakeTableOperations.class);

    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final InternalCatalog catalog;
    private final TableIdentifier table;
    private @Nullable TableMetadata committed;
    /** Whether the table may have been changed by this. */
    private boolean changed;

    LakeTableOperations(InternalCatalog catalog, TableIdentifier table) {
        this.catalog = catalog;
        this.table = table;
    }

    /** Says that the table was changed, by others for the same caller: what fails from here on comes after that. */
    LakeTableOperations afterChange() {
        changed = true;
        return this;
    }

    @Override
    protected void doRefresh() {
        Optional<String> location = catalog.pointers().find(table);
        if (location.isPresent()) {
            refresh(location.get());
        } else if (currentMetadataLocation() != null) {
            throw new NoSuchTableException("Table was dropped meanwhile: %s", tableName());
        } else {
            disableRefresh();
        }
    }

    private void refresh(String location) {
        try {
            refreshFromMetadataLocation(
                    location, MetadataFiles::isWorthAnotherLook, MetadataFiles.OTHER_LOOKS, this::load);
        } catch (NotFoundException e) {
            if (location.equals(catalog.pointers().find(table).orElse(null))) {
                throw explained(location, e);
            }
            // Dropped, or changed by others, since the pointer was read.
            doRefresh();
        } catch (RuntimeException e) {
            throw explained(location, e);
        }
    }

    private RuntimeException explained(String location, RuntimeException failure) {
        RuntimeException explained = MetadataFiles.explained("Table", fullName(), location, failure);
        return changed && explained instanceof UnreadableTableException unreadable
                ? unreadable.afterChange()
                : explained;
    }

    /** What was committed just now is not read back: if that failed, the commit would seem to have failed as well. */
    private TableMetadata load(String location) {
        TableMetadata own = committed;
        return own != null && location.equals(own.metadataFileLocation())
                ? own
                : catalog.metadata().table(location);
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
        requirePlace(base, metadata);
        String location = writeNewMetadataIfRequired(base == null, metadata);
        changed = true;
        try {
            catalog.pointers().move(List.of(step(base, location)));
        } catch (CommitStateUnknownException e) {
            if (!isCommitted(location, metadata)) {
                throw e;
            }
        } catch (CommitFailedException | AlreadyExistsException | UncheckedSQLException e) {
            changed = false;
            if (!location.equals(metadata.metadataFileLocation())) {
                discard(location);
            }
            throw e;
        }
        if (metadata.metadataFileLocation() == null) {
            committed = TableMetadata.buildFrom(metadata)
                    .discardChanges()
                    .withMetadataLocation(location)
                    .build();
        }
        if (!location.equals(metadata.metadataFileLocation())) {
            catalog.metadata().written(location, metadata);
        }
        keepForm(location);
    }

    @Override
    protected String writeNewMetadata(TableMetadata metadata, int newVersion) {
        return UnwrittenMetadataException.told(() -> super.writeNewMetadata(metadata, newVersion));
    }

    /**
     * Refuses metadata by which files would come to be where they may not be, before any of them does, and what would make a
     * table that nobody can read.
     */
    void requirePlace(TableMetadata base, TableMetadata metadata) {
        if (base == null && !catalog.namespaceExists(table.namespace())) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", StoredName.read(table.namespace()));
        }
        catalog.boundary().require("Location of table " + tableName(), metadata.location());
        catalog.boundary().requireProperties(metadata.properties());
        requireIdentity(base, metadata);
        requireColumnNames(base, metadata);
    }

    /** Readers that hold the table, and those who look for files that two tables share, know it by its UUID. */
    private void requireIdentity(TableMetadata base, TableMetadata metadata) {
        String uuid = metadata.uuid();
        if (base != null && base.uuid() != null && !base.uuid().equals(uuid)) {
            throw new ValidationException(
                    "Table %s is %s and cannot become %s: a table's UUID never changes", fullName(), base.uuid(), uuid);
        }
        if (base == null && uuid != null && !UUID_TEXT.matcher(uuid).matches()) {
            throw new ValidationException(
                    "Table %s cannot have the UUID \"%s\" (expected: one as of RFC 9562)", fullName(), uuid);
        }
    }

    /** No engine reads a table whose columns are called as those that it adds by itself. */
    private void requireColumnNames(TableMetadata base, TableMetadata metadata) {
        for (Types.NestedField column : metadata.schema().columns()) {
            boolean isNew = base == null || base.schema().findField(column.name()) == null;
            if (isNew && MetadataColumns.isMetadataColumn(column.name())) {
                throw new ValidationException(
                        "Table %s cannot have a column %s: Iceberg gives that name to one of its own (expected: another name)",
                        fullName(), column.name());
            }
        }
    }

    /** Writes the next metadata file, which nobody sees until the pointer moves to it. */
    String write(TableMetadata metadata) {
        return writeNewMetadata(metadata, currentVersion() + 1);
    }

    PointerMove step(TableMetadata base, String to) {
        return base == null
                ? PointerMove.creating(table, to)
                : PointerMove.replacing(table, base.metadataFileLocation(), to);
    }

    /** Whether a metadata file is, or has been, the table's current one. */
    boolean isCommitted(String location, TableMetadata metadata) {
        return checkCommitStatus(location, metadata) == CommitStatus.SUCCESS;
    }

    /** Deletes a metadata file that has not become the table's. */
    void discard(String location) {
        try {
            io().deleteFile(location);
        } catch (RuntimeException e) {
            log.warn("A metadata file of a commit that failed is left behind: {}", location, e);
        }
    }

    /** Once a metadata file has become the table's current one. */
    void committed(String location, TableMetadata metadata) {
        catalog.metadata().written(location, metadata);
        keepForm(location);
    }

    private void keepForm(String location) {
        catalog.forms().ifPresent(forms -> forms.changed(table, false, location));
    }

    /** Deletes old metadata files, if the table's properties say so. */
    void deleteOutdated(TableMetadata base, TableMetadata metadata) {
        CatalogUtil.deleteRemovedMetadataFiles(io(), base, metadata);
    }

    @Override
    public FileIO io() {
        return catalog.files();
    }

    @Override
    protected String tableName() {
        return StoredName.read(table).toString();
    }

    private TableName fullName() {
        return TableName.of(catalog.name(), StoredName.read(table));
    }
}
