package io.lakeflight.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/** One table of a catalog of somebody else, by its own client, which puts and moves no table outside the warehouse. */
final class ExternalTableOperations implements TableOperations {
    private final TableOperations client;
    private final TableName name;
    private final ExternalFileIo files;

    ExternalTableOperations(TableOperations client, TableName name) {
        this.client = client;
        this.name = name;
        this.files = (ExternalFileIo) client.io();
    }

    @Override
    public @Nullable TableMetadata current() {
        return files.reads().table(name, files, client::current);
    }

    @Override
    public @Nullable TableMetadata refresh() {
        return files.reads().table(name, files, client::refresh);
    }

    /** Also what no request names: the location in a metadata file that is registered, or of the catalog's defaults. */
    @Override
    public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
        Map<String, String> changed = new HashMap<>(metadata.properties());
        if (base != null) {
            changed.entrySet().removeAll(base.properties().entrySet());
        }
        if (base == null || !base.location().equals(metadata.location())) {
            files.boundary().require("Location of table " + name, metadata.location());
        }
        files.boundary().requireProperties(changed);
        client.commit(base, metadata);
    }

    @Override
    public FileIO io() {
        return client.io();
    }

    @Override
    public EncryptionManager encryption() {
        return client.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return client.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return client.locationProvider();
    }

    @Override
    public TableOperations temp(TableMetadata uncommitted) {
        return client.temp(uncommitted);
    }

    @Override
    public long newSnapshotId() {
        return client.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
        return client.requireStrictCleanup();
    }
}
