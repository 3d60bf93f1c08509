package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.RemoteFile;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import io.lakeflight.engine.spark.fastlane.hot.ColumnScan;
import io.lakeflight.engine.spark.fastlane.hot.WholeFile;
import io.lakeflight.engine.spark.fastlane.translate.Leaves;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/** The files that one statement reads, as far as its plan has been translated, and what they come to. */
public final class TableFiles implements Leaves {
    private static final String BLOOM_FILTER = "write.parquet.bloom-filter-enabled.column.";

    private final long maxBytes;
    private final long maxRows;
    private final DataCache cache;
    private final Map<String, RemoteFile> remote = new LinkedHashMap<>();
    private final Set<String> directories = new TreeSet<>();
    private final List<Footers.FileColumns> files = new ArrayList<>();
    private final List<ColumnScan> wholeFiles = new ArrayList<>();
    private final ReadBytes bytes;
    private long rows;

    /**
     * @param maxBytes of columns in all files together; a statement that reads more is refused
     * @param maxRows likewise
     * @param cache where files are read that are not on this machine
     * @param snapshots in which columns' sizes are looked up
     */
    public TableFiles(long maxBytes, long maxRows, DataCache cache, SnapshotFiles snapshots) {
        this.maxBytes = maxBytes;
        this.maxRows = maxRows;
        this.cache = cache;
        this.bytes = new ReadBytes(snapshots);
    }

    @Override
    public String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal {
        if (!(leaf instanceof DataSourceV2ScanRelation relation)) {
            throw new Refusal("a source that is no table: " + leaf.nodeName());
        }
        if (relation.scan() instanceof LocalScan) {
            throw new Refusal("the metadata of a table tells the answer");
        }
        ScanTasks scan = ScanTasks.of(relation.scan()).orElseThrow(() -> new Refusal("a scan that is not Iceberg's"));
        return from(scan, attributes.stream().map(Attribute::name).toList(), names);
    }

    /**
     * An item of FROM, as above.
     *
     * @param attributes columns of the table, by their names
     */
    public String from(ScanTasks scan, List<String> attributes, List<String> names) throws Refusal {
        ScanInput input = ScanInput.of(scan, cache);
        ParquetColumns columns = ParquetColumns.of(scan.schema(), scan.projection(), attributes, names);
        bytes.add(input, scan.schema(), columns);
        count(input);
        requireExactPruning(input, columns);
        directories.add(input.directory());
        input.remote().forEach(file -> remote.put(file.name(), file));
        addFiles(input, columns);
        return select(input, columns);
    }

    private void count(ScanInput input) throws Refusal {
        rows += input.rows();
        if (rows > maxRows) {
            throw new Refusal("more rows than fast-lane.max-rows");
        }
        if (bytes.isMoreThan(maxBytes)) {
            throw new Refusal("more bytes than fast-lane.max-bytes");
        }
    }

    /** A Bloom filter takes 0.0 and -0.0, which are equal, for different values. */
    private static void requireExactPruning(ScanInput input, ParquetColumns columns) throws Refusal {
        if (columns.hasFloats()
                && input.table().properties().keySet().stream().anyMatch(key -> key.startsWith(BLOOM_FILTER))) {
            throw new Refusal("Bloom filters and columns of floating-point numbers");
        }
    }

    /** The table's own partitionings are there; those of tasks are read from a text for each of them. */
    private void addFiles(ScanInput input, ParquetColumns columns) {
        Map<Integer, List<Integer>> partitionIds = new HashMap<>();
        input.table().specs().forEach((id, spec) -> partitionIds.put(id, partitionIds(spec, columns)));
        List<Types.NestedField> structs = columns.structs();
        input.tasks().forEach((path, task) -> {
            List<Integer> ids =
                    Objects.requireNonNull(partitionIds.get(task.file().specId()));
            files.add(new Footers.FileColumns(path, ids, structs));
        });
    }

    private static List<Integer> partitionIds(PartitionSpec spec, ParquetColumns columns) {
        return spec.fields().stream()
                .filter(field -> field.transform().isIdentity())
                .map(PartitionField::sourceId)
                .filter(columns.fieldIds()::contains)
                .toList();
    }

    private String select(ScanInput input, ParquetColumns columns) throws Refusal {
        if (input.tasks().isEmpty()) {
            return nothing(columns);
        }
        List<ColumnScan.Column> read = columns.read();
        DeletedRows deleted = DeletedRows.of(input.tasks(), input.table().io());
        List<WholeFile> whole = new ArrayList<>();
        input.tasks().forEach((path, task) -> {
            if (!deleted.positions().containsKey(path)) {
                whole.add(wholeFile(path, task.file(), input.table()));
            }
        });
        List<String> parts = new ArrayList<>();
        if (!whole.isEmpty()) {
            ColumnScan scan = new ColumnScan(whole, read);
            if (columns.areExactWhenCompressed()) {
                wholeFiles.add(scan);
            }
            parts.add(scan.text());
        }
        if (!deleted.positions().isEmpty()) {
            String rows =
                    ColumnScan.read(deleted.positions().keySet(), read, ", filename = true, file_row_number = true");
            parts.add("SELECT " + ColumnScan.selected(read) + " FROM " + rows + " AS kept ANTI JOIN ("
                    + deleted.asQuery() + ") AS deleted ON kept.filename = deleted.file"
                    + " AND kept.file_row_number = deleted.position");
        }
        return "(" + String.join(" UNION ALL ", parts) + ")";
    }

    /** As the data cache names files: a table that is dropped may have one of the same name the next time. */
    private static WholeFile wholeFile(String path, DataFile file, Table table) {
        // Tables of the first format need not have one.
        String id = table instanceof HasTableOperations told
                ? String.valueOf(told.operations().current().uuid())
                : "";
        String version = id + " " + file.fileSequenceNumber();
        return new WholeFile(path, file.fileSizeInBytes(), file.recordCount(), version);
    }

    /** No file at all is none that DuckDB could read. */
    private static String nothing(ParquetColumns columns) {
        return columns.columns().stream()
                .map(column -> "CAST(NULL AS " + column.type() + ") AS " + DuckSql.name(column.name()))
                .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
    }

    /** Of the tables that were asked for. */
    public Set<String> directories() {
        return directories;
    }

    /** Those that have to be in the data cache before DuckDB reads them, each once. */
    public Collection<RemoteFile> remote() {
        return remote.values();
    }

    /** What is read of files without deleted rows, as it stands in the statement's text; not all of it has to be here. */
    public List<ColumnScan> wholeFiles() {
        return wholeFiles;
    }

    /** How many rows the files hold that are read, as their tables tell. */
    public long rows() {
        return rows;
    }

    /** @throws Refusal if one of the files cannot be read by field ids */
    public void require(Footers footers, DuckSession session) throws SQLException, Refusal {
        footers.require(session, files);
    }
}
