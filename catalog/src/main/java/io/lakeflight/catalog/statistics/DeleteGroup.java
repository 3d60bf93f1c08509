package io.lakeflight.catalog.statistics;

import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.util.ContentFileUtil;
import org.jspecify.annotations.Nullable;

/** Delete files that apply to the same data files, as far as these are old enough. */
final class DeleteGroup {
    private long newest = -1;
    private long positionFiles;
    private long equalityFiles;
    private long vectors;
    private long bytes;
    private long positions;

    void add(DeleteFile file) {
        newest = Math.max(newest, sequence(file.dataSequenceNumber(), Long.MAX_VALUE));
        if (file.content() == FileContent.EQUALITY_DELETES) {
            equalityFiles++;
        } else {
            positions = FigureSum.sum(positions, Math.max(0, file.recordCount()));
            if (ContentFileUtil.isDV(file)) {
                vectors++;
            } else {
                positionFiles++;
            }
        }
        Long part = file.contentSizeInBytes();
        bytes = FigureSum.sum(bytes, Math.max(0, part == null ? file.fileSizeInBytes() : part));
    }

    static long sequence(@Nullable Long number, long fallback) {
        return number == null ? fallback : number;
    }

    /** The sequence number of the newest one. */
    long newest() {
        return newest;
    }

    boolean hasVector() {
        return vectors > 0;
    }

    boolean hasEqualityFiles() {
        return equalityFiles > 0;
    }

    /** No more rows than these are deleted by position. */
    long positions() {
        return positions;
    }

    long positionFiles() {
        return positionFiles;
    }

    long equalityFiles() {
        return equalityFiles;
    }

    long vectors() {
        return vectors;
    }

    long bytes() {
        return bytes;
    }
}
