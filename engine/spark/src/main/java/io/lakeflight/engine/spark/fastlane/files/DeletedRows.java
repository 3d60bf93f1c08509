package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/**
 * The rows of data files that are deleted, by their positions: from position delete files and from deletion vectors,
 * both read by Iceberg itself.
 *
 * @param positions by the path of the data file; each of them has some
 */
record DeletedRows(Map<String, PositionDeleteIndex> positions) {
    /** They stand in the text of the statement. */
    private static final long MOST_POSITIONS = 50_000;

    /**
     * @param tasks by the path of their file
     * @throws Refusal if rows are deleted by their values, or very many are
     */
    static DeletedRows of(Map<String, FileScanTask> tasks, FileIO io) throws Refusal {
        Map<String, DeleteFile> files = new HashMap<>();
        for (FileScanTask task : tasks.values()) {
            for (DeleteFile delete : task.deletes()) {
                requireReadable(delete);
                files.put(delete.location() + "@" + delete.contentOffset(), delete);
            }
        }
        // Of a delete file for several data files more are counted than there are; nothing is read in vain that way.
        if (files.values().stream().mapToLong(DeleteFile::recordCount).sum() > MOST_POSITIONS) {
            throw new Refusal("more than " + MOST_POSITIONS + " deleted rows");
        }
        return load(tasks, io);
    }

    private static void requireReadable(DeleteFile delete) throws Refusal {
        if (delete.content() != FileContent.POSITION_DELETES) {
            throw new Refusal("rows deleted by their values");
        }
        if (delete.keyMetadata() != null) {
            throw new Refusal("encrypted files");
        }
    }

    private static DeletedRows load(Map<String, FileScanTask> tasks, FileIO io) {
        BaseDeleteLoader loader = new BaseDeleteLoader(io::newInputFile);
        Map<String, PositionDeleteIndex> positions = new LinkedHashMap<>();
        tasks.forEach((path, task) -> {
            List<DeleteFile> deletes = task.deletes();
            if (!deletes.isEmpty()) {
                PositionDeleteIndex deleted =
                        loader.loadPositionDeletes(deletes, task.file().location());
                if (deleted.isNotEmpty()) {
                    positions.put(path, deleted);
                }
            }
        });
        return new DeletedRows(positions);
    }

    /** A query of all of them, with the columns {@code file} and {@code position}. */
    String asQuery() {
        StringJoiner files = new StringJoiner(" UNION ALL ");
        positions.forEach((path, deleted) -> {
            StringJoiner list = new StringJoiner(", ", "[", "]::BIGINT[]");
            deleted.forEach(position -> list.add(String.valueOf(position)));
            files.add("SELECT " + DuckSql.text(path) + " AS file, unnest(" + list + ") AS position");
        });
        return files.toString();
    }
}
