package io.lakeflight.server.routing;

import io.lakeflight.planner.validation.TableColumn;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a statement would read of a table as it is now.
 *
 * @param snapshot the current one; empty of a table without any
 * @param all what the table holds
 * @param left what is left of it by the statement's conditions; never less than what is really read
 * @param partitionColumns those that it is partitioned by
 * @param tags what its property {@value #TAGS} lists
 */
public record TableScan(
        OptionalLong snapshot,
        Files all,
        Files left,
        List<TableColumn> columns,
        List<String> partitionColumns,
        Set<String> tags) {
    /** A property of tables: words that rules of routing look for, with commas in between. */
    public static final String TAGS = "lakeflight.tags";

    public TableScan {
        columns = List.copyOf(columns);
        partitionColumns = List.copyOf(partitionColumns);
        tags = Set.copyOf(tags);
    }

    /**
     * Files of a table.
     *
     * @param count empty if it is not known
     */
    public record Files(OptionalLong count, long bytes) {
        public static final Files NONE = new Files(OptionalLong.of(0), 0);
    }

    /** The same, of which less is left. */
    public TableScan withLeft(Files files) {
        return new TableScan(snapshot, all, files, columns, partitionColumns, tags);
    }
}
