package io.lakeflight.server.query;

import io.lakeflight.planner.validation.ColumnType;
import io.lakeflight.planner.validation.TableColumn;
import io.lakeflight.server.front.SparkTypeText;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TableScan.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** What the metadata of one table tells of how much is read of it, but for its manifests. */
final class TableScans {
    private TableScans() {}

    /** Empty if its summary does not tell. */
    static @Nullable TableScan whole(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null
                ? of(table, OptionalLong.empty(), Files.NONE)
                : summary(snapshot)
                        .map(files -> of(table, OptionalLong.of(snapshot.snapshotId()), files))
                        .orElse(null);
    }

    /** @param all its files, of which none is known to be left out */
    static TableScan of(Table table, OptionalLong snapshot, Files all) {
        List<String> partitions = table.spec().fields().stream()
                .filter(field -> !field.transform().isVoid())
                .map(field -> table.schema().findColumnName(field.sourceId()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<TableColumn> columns =
                table.schema().columns().stream().map(TableScans::column).toList();
        return new TableScan(snapshot, all, all, columns, partitions, tags(table));
    }

    private static TableColumn column(Types.NestedField field) {
        String type = SparkTypeText.of(field.type()).orElse("");
        return new TableColumn(field.name(), new ColumnType(type, field.isOptional()));
    }

    private static Set<String> tags(Table table) {
        return Arrays.stream(table.properties().getOrDefault(TableScan.TAGS, "").split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Anyone may have written it. */
    private static Optional<Files> summary(Snapshot snapshot) {
        OptionalLong bytes = number(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Files(number(snapshot, SnapshotSummary.TOTAL_DATA_FILES_PROP), bytes.getAsLong()));
    }

    private static OptionalLong number(Snapshot snapshot, String property) {
        String text = snapshot.summary() == null ? null : snapshot.summary().get(property);
        return text != null && text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
