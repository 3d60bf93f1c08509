package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.SnapshotSummary;
import io.lakeflight.catalog.TableName;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of the tables a statement was to write carry its query id: every write is a snapshot that names its query. */
final class WrittenTables {
    private static final Logger log = LoggerFactory.getLogger(WrittenTables.class);

    private static final Set<String> REWRITES = Set.of("deleted-data-files", "added-delete-files");

    private final List<TableName> written = new ArrayList<>();
    private final List<TableName> unwritten = new ArrayList<>();
    private final List<TableName> unknown = new ArrayList<>();
    private final List<SnapshotSummary> snapshots = new ArrayList<>();

    private WrittenTables() {}

    /** Looks now. A statement whose writes make no snapshots, such as DDL, has no tables here. */
    static WrittenTables find(Catalogs catalogs, Analysis analysis, String queryId) {
        WrittenTables tables = new WrittenTables();
        if (analysis.getKind() == StatementKind.DML) {
            Map<TableName, Integer> writes = new LinkedHashMap<>();
            analysis.getWritesList().forEach(table -> writes.merge(toName(table), 1, Integer::sum));
            writes.forEach((table, count) -> tables.look(catalogs, table, count, analysis.getCreatesTable(), queryId));
        }
        return tables;
    }

    private void look(Catalogs catalogs, TableName table, int writes, boolean created, String queryId) {
        Optional<List<SnapshotSummary>> found;
        try {
            found = catalogs.snapshotsOf(queryId, table);
        } catch (RuntimeException e) {
            log.warn("Table {} could not be asked for the snapshots of query {}", table, queryId, e);
            unknown.add(table);
            return;
        }
        if (found.isEmpty()) {
            // A table to be created that is not there was not created; any other one was there a moment ago.
            boolean notCreated = created && catalogs.find(table.catalog()).isPresent();
            (notCreated ? unwritten : unknown).add(table);
            return;
        }
        snapshots.addAll(found.get());
        if (!found.get().isEmpty()) {
            written.add(table);
        }
        if (found.get().size() < writes) {
            unwritten.add(table);
        }
    }

    boolean areAllWritten() {
        return areAnyWritten() && unwritten.isEmpty() && unknown.isEmpty();
    }

    boolean areAnyWritten() {
        return !written.isEmpty();
    }

    /** Sure that there are tables to write and that none was written. */
    boolean areNoneWritten() {
        return written.isEmpty() && unknown.isEmpty() && !unwritten.isEmpty();
    }

    /** A plain append says how many rows it added; what a rewrite changed cannot be told from its summary: -1. */
    long affectedRows() {
        long rows = 0;
        for (SnapshotSummary snapshot : snapshots) {
            String added = snapshot.entries().get("added-records");
            if (added == null || REWRITES.stream().anyMatch(snapshot.entries()::containsKey)) {
                return -1;
            }
            rows += Long.parseLong(added);
        }
        return rows;
    }

    /** For people. */
    String written() {
        return names(written);
    }

    /** For people: also those of which it is not known. */
    String unwritten() {
        List<TableName> others = new ArrayList<>(unwritten);
        others.addAll(unknown);
        return names(others);
    }

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }

    private static TableName toName(io.lakeflight.engine.protocol.TableName table) {
        return new TableName(table.getCatalog(), table.getNamespaceList(), table.getName());
    }
}
