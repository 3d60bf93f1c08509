package io.lakeflight.engine.spark.fastlane.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/**
 * What the footers of Parquet files say of their columns; asked for once, since the files never change.
 *
 * <p>DuckDB reads a column that it does not find by its id as NULL. So every column of a file must have an id, and one
 * that is missing must be missing because it is younger than the file, which Iceberg takes for NULL too. The fields of a
 * struct it finds by their names: those must be what they are in the table.
 */
public final class Footers {
    private static final int MOST_FILES = 200_000;
    private static final int FILES_AT_ONCE = 1_000;

    private final Cache<String, FileFields> fields =
            Caffeine.newBuilder().maximumSize(MOST_FILES).build();

    /** @throws Refusal if a file is not to be read by ids, or leaves out a column that only its partition tells */
    void require(DuckSession session, List<FileColumns> files) throws SQLException, Refusal {
        Set<String> unknown = files.stream()
                .map(FileColumns::path)
                .filter(path -> fields.getIfPresent(path) == null)
                .collect(Collectors.toSet());
        Map<String, FileFields> found = new HashMap<>();
        List<String> toRead = List.copyOf(unknown);
        for (int start = 0; start < toRead.size(); start += FILES_AT_ONCE) {
            found.putAll(read(session, toRead.subList(start, Math.min(start + FILES_AT_ONCE, toRead.size()))));
        }
        fields.putAll(found);
        for (FileColumns file : files) {
            FileFields inFile = found.getOrDefault(file.path(), fields.getIfPresent(file.path()));
            if (inFile == null || inFile.lackIds()) {
                throw new Refusal("files without field ids");
            }
            if (!file.partitionIds().stream().allMatch(inFile::has)) {
                throw new Refusal("files without a column that they are partitioned by");
            }
            if (!file.structs().stream().allMatch(inFile::isReadable)) {
                throw new Refusal("files with other fields of a struct");
            }
        }
    }

    private static Map<String, FileFields> read(DuckSession session, List<String> paths) throws SQLException {
        String list = paths.stream().map(DuckSql::text).collect(Collectors.joining(", ", "[", "]"));
        String sql = "SELECT file_name, name, coalesce(num_children, 0), coalesce(field_id, " + FileFields.NO_ID
                + ") FROM parquet_schema(" + list + ")";
        return session.query(sql, rows -> {
            Map<String, FileFields.Builder> found = new HashMap<>();
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), path -> new FileFields.Builder())
                        .add(rows.getString(2), rows.getInt(3), rows.getInt(4));
            }
            return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                    .build()));
        });
    }

    /**
     * A file that is going to be read.
     *
     * @param partitionIds those columns among the ones read whose value the file's partition tells as well
     * @param structs the columns of structs among them
     */
    record FileColumns(String path, List<Integer> partitionIds, List<Types.NestedField> structs) {
        FileColumns {
            partitionIds = List.copyOf(partitionIds);
            structs = List.copyOf(structs);
        }
    }
}
