package io.lakeflight.catalog;

import io.lakeflight.storage.ForwardingFileIO;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Files of a catalog's warehouse, and no others, for the server's own reads, writes and deletions.
 *
 * <p>The paths in table metadata and manifests are written by clients. Without this a purge would delete, with the
 * server's rights, whatever file a client has listed as its table's.
 */
final class WarehouseFileIo extends ForwardingFileIO {
    private static final long serialVersionUID = 1;

    private final WarehouseBoundary boundary;

    WarehouseFileIo(FileIO files, WarehouseBoundary boundary) {
        super(files);
        this.boundary = boundary;
    }

    @Override
    public InputFile newInputFile(String path) {
        boundary.require("File to read", path);
        return files().newInputFile(path);
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        boundary.require("File to read", path);
        return files().newInputFile(path, length);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        boundary.require("File to write", path);
        return files().newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
        boundary.require("File to delete", path);
        files().deleteFile(path);
    }

    /** Deletes those inside; the others are none of this catalog's. */
    @Override
    public void deleteFiles(Iterable<String> paths) throws BulkDeletionFailureException {
        deleteAll(boundary.contained(paths));
    }
}
