package io.lakeflight.engine.spark.fastlane.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the footers of Parquet files say of their columns; asked for once, since the files never change.
 *
 * <p>DuckDB reads a column that it does not find by its id as NULL. So every column of a file must have an id, and one
 * that is missing must be missing because it is younger than the file, which Iceberg takes for NULL too.
 */
public final class Footers {
    private static final int MOST_FILES = 200_000;
    private static final int NO_ID = -1;
    private static final int FILES_AT_ONCE = 1_000;

    private final Cache<String, Set<Integer>> ids =
            Caffeine.newBuilder().maximumSize(MOST_FILES).build();

    /** @throws Refusal if a file is not to be read by ids, or leaves out a column that only its partition tells */
    void require(DuckSession session, List<FileColumns> files) throws SQLException, Refusal {
        Set<String> unknown = files.stream()
                .map(FileColumns::path)
                .filter(path -> ids.getIfPresent(path) == null)
                .collect(Collectors.toSet());
        Map<String, Set<Integer>> found = new HashMap<>();
        List<String> toRead = List.copyOf(unknown);
        for (int start = 0; start < toRead.size(); start += FILES_AT_ONCE) {
            found.putAll(read(session, toRead.subList(start, Math.min(start + FILES_AT_ONCE, toRead.size()))));
        }
        ids.putAll(found);
        for (FileColumns file : files) {
            Set<Integer> inFile = found.getOrDefault(file.path(), ids.getIfPresent(file.path()));
            if (inFile == null || inFile.contains(NO_ID)) {
                throw new Refusal("files without field ids");
            }
            if (!inFile.containsAll(file.partitionIds())) {
                throw new Refusal("files without a column that they are partitioned by");
            }
        }
    }

    /** Of the columns that hold values; what these are grouped in has ids of its own or none. */
    private static Map<String, Set<Integer>> read(DuckSession session, List<String> paths) throws SQLException {
        String list = paths.stream().map(DuckSql::text).collect(Collectors.joining(", ", "[", "]"));
        String sql = "SELECT file_name, coalesce(field_id, " + NO_ID + ") FROM parquet_schema(" + list
                + ") WHERE coalesce(num_children, 0) = 0";
        return session.query(sql, rows -> {
            Map<String, Set<Integer>> found = new HashMap<>();
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), path -> new HashSet<>())
                        .add(rows.getInt(2));
            }
            return found;
        });
    }

    /**
     * A file that is going to be read.
     *
     * @param partitionIds those columns among the ones read whose value the file's partition tells as well
     */
    record FileColumns(String path, List<Integer> partitionIds) {
        FileColumns {
            partitionIds = List.copyOf(partitionIds);
        }
    }
}
