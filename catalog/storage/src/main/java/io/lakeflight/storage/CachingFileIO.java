package io.lakeflight.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;

/**
 * Any files, of which manifests and manifest lists are read once and then taken from {@link FileContents}.
 *
 * <p>A file deleted here is forgotten. The contents do not travel: where this is deserialized, every read goes to the
 * storage.
 */
public final class CachingFileIO extends ForwardingFileIO implements DelegateFileIO {
    private static final long serialVersionUID = 1;

    private final String storage;
    private final transient @Nullable FileContents contents;

    /**
     * @param storage a name for where the files are, different for any two places that could have files of one location
     * @param contents shared with others, and left to them when this is closed
     */
    public CachingFileIO(FileIO files, String storage, FileContents contents) {
        super(files);
        this.storage = storage;
        this.contents = contents;
    }

    @Override
    public InputFile newInputFile(String location) {
        return cached(files().newInputFile(location), CachedInputFile.UNKNOWN);
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return cached(files().newInputFile(location, length), length);
    }

    private InputFile cached(InputFile file, long length) {
        return contents != null && FileContents.isWrittenOnce(file.location())
                ? new CachedInputFile(file, length, storage, contents)
                : file;
    }

    @Override
    public OutputFile newOutputFile(String location) {
        forget(location);
        return files().newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        forget(location);
        files().deleteFile(location);
    }

    @Override
    public void deleteFiles(Iterable<String> locations) throws BulkDeletionFailureException {
        List<String> all = new ArrayList<>();
        locations.forEach(all::add);
        all.forEach(this::forget);
        deleteAll(all);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        return prefixes().listPrefix(prefix);
    }

    @Override
    public void deletePrefix(String prefix) {
        for (FileInfo file : prefixes().listPrefix(prefix)) {
            forget(file.location());
        }
        prefixes().deletePrefix(prefix);
    }

    private SupportsPrefixOperations prefixes() {
        if (files() instanceof SupportsPrefixOperations prefixes) {
            return prefixes;
        }
        throw new UnsupportedOperationException(files().getClass().getName() + " cannot list files");
    }

    private void forget(String location) {
        if (contents != null) {
            contents.forget(storage, location);
        }
    }
}
