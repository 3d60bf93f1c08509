package io.lakeflight.storage;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;

/** The files of another {@code FileIO}, for those who do something more when they are opened or deleted. */
public abstract class ForwardingFileIO implements SupportsBulkOperations {
    private static final long serialVersionUID = 1;

    private final FileIO files;

    protected ForwardingFileIO(FileIO files) {
        this.files = files;
    }

    protected final FileIO files() {
        return files;
    }

    /** Deletes them together if the files can be. */
    protected final void deleteAll(List<String> locations) {
        if (files instanceof SupportsBulkOperations bulk) {
            bulk.deleteFiles(locations);
        } else {
            locations.forEach(files::deleteFile);
        }
    }

    @Override
    public void initialize(Map<String, String> properties) {
        files.initialize(properties);
    }

    @Override
    public Map<String, String> properties() {
        return files.properties();
    }

    @Override
    public void close() {
        files.close();
    }
}
