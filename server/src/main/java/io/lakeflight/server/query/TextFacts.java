package io.lakeflight.server.query;

import io.lakeflight.planner.BrowseStatement;
import io.lakeflight.planner.SqlTokens;
import io.lakeflight.planner.information.InformationPlanner;
import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.planner.validation.QueryValidator;
import io.lakeflight.planner.validation.QueryValidator.KnownTable;
import io.lakeflight.planner.validation.Validation;
import io.lakeflight.server.front.SessionNames;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.routing.Scans;
import io.lakeflight.server.routing.StatementFacts;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the text of one statement tells in its session, each found out once, when it is asked for first. */
final class TextFacts implements StatementFacts {
    /** Calcite takes a while over long ones. */
    private static final int LONGEST_VALIDATED = 16 << 10;

    /** What Iceberg takes behind a table's name for rows that it has, or had. */
    private static final Pattern VERSION =
            Pattern.compile("(?i)branch_.*|tag_.*|snapshot_id_\\d+|at_timestamp_\\d+|changes", Pattern.DOTALL);

    private static final Comparator<TouchedTable> BY_NAME =
            Comparator.comparing(TouchedTable::path).thenComparing(table -> String.join("\0", table.levels()));

    private final String sql;
    private final SessionNames names;
    private final Set<String> settings;
    private final FactSources sources;

    private @Nullable StatementSummary summary;
    private @Nullable Scans scans;

    TextFacts(String sql, Session.State state, FactSources sources) {
        this.sql = withoutEdges(sql);
        this.names = new SessionNames(sources.catalogs(), state);
        this.settings = state.settings().keySet();
        this.sources = sources;
    }

    private static String withoutEdges(String sql) {
        int[] edges = {-1, 0};
        SqlTokens.forEach(sql, (start, end) -> {
            if (sql.charAt(start) != ';') {
                edges[0] = edges[0] < 0 ? start : edges[0];
                edges[1] = end;
            }
        });
        return edges[0] < 0 ? "" : sql.substring(edges[0], edges[1]);
    }

    /** Without blanks, comments and semicolons before and behind it. */
    String sql() {
        return sql;
    }

    @Override
    public StatementSummary summary() {
        StatementSummary known = summary;
        if (known == null) {
            known = sources.summaries().of(sql);
            summary = known;
        }
        return known;
    }

    @Override
    public Optional<List<TouchedTable>> tables() {
        if (summary().opaque().isPresent()) {
            return Optional.empty();
        }
        List<TouchedTable> tables = new ArrayList<>(resolved(summary().reads()));
        resolved(summary().writes()).stream()
                .filter(table -> !tables.contains(table))
                .forEach(tables::add);
        return Optional.of(tables);
    }

    Set<TouchedTable> writes() {
        return Set.copyOf(resolved(summary().writes()));
    }

    /** Whether it reads the table, and not only to change rows of it. */
    boolean isRead(TouchedTable table) {
        return resolved(summary().reads()).contains(table);
    }

    private List<TouchedTable> resolved(Set<List<String>> written) {
        return written.stream()
                .flatMap(parts -> Stream.concat(table(parts).stream(), versioned(parts).stream()))
                .distinct()
                .sorted((left, right) -> left.path().compareTo(right.path()))
                .toList();
    }

    /** The table or view that a name stands for; empty if it cannot be one. */
    Optional<TouchedTable> table(List<String> parts) {
        return InformationPlanner.isOurs(parts)
                ? Optional.empty()
                : names.table(parts).map(TextFacts::touched);
    }

    /** The table that a name such as {@code lake.sales.orders.branch_x} may stand for, beside a table that is called so. */
    private Optional<TouchedTable> versioned(List<String> parts) {
        int last = parts.size() - 1;
        return last > 1 && VERSION.matcher(parts.get(last)).matches()
                ? table(parts.subList(0, last))
                : Optional.empty();
    }

    /** Tables that it reads and no catalog has, but the server itself, as they are written. */
    List<String> serverTables() {
        return summary().reads().stream()
                .filter(InformationPlanner::isOurs)
                .map(parts -> String.join(".", parts))
                .sorted()
                .toList();
    }

    /** The table or view that a {@code DESCRIBE} or {@code SHOW} is about, which reads none of its rows. */
    Optional<TouchedTable> described() {
        return summary().kind() == StatementClass.METADATA
                ? BrowseStatement.parse(sql)
                        .filter(BrowseStatement.OfTable.class::isInstance)
                        .flatMap(statement -> table(((BrowseStatement.OfTable) statement).table()))
                : Optional.empty();
    }

    private static TouchedTable touched(Place place) {
        List<String> path = place.path();
        int last = path.size() - 1;
        return new TouchedTable(place.catalog().name(), path.subList(0, last), path.get(last));
    }

    @Override
    public Set<String> tags() {
        return scans().values().stream().flatMap(scan -> scan.tags().stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public OptionalLong bytes() {
        boolean isKnown = summary().opaque().isEmpty()
                && !ReadingSettings.readOtherVersions(settings)
                && !ReadingSettings.readOtherVersions(sources.planeSettings())
                && summary().scans().stream()
                        .allMatch(read -> read.isCurrent() && table(read.name()).isPresent());
        if (!isKnown) {
            return OptionalLong.empty();
        }
        long bytes = 0;
        for (TouchedTable table : readWhere().keySet()) {
            TableScan scan = scans().get(table);
            if (scan == null) {
                return OptionalLong.empty();
            }
            // There are no so many bytes, unless somebody wrote down a wrong number.
            bytes = Math.min(
                    Long.MAX_VALUE / 2,
                    bytes + Math.min(Long.MAX_VALUE / 2, scan.left().bytes()));
        }
        return OptionalLong.of(bytes);
    }

    /** A setting of the session by which the text may mean something else; empty if there is none. */
    Optional<String> unusualSetting() {
        return ReadingSettings.unusual(settings);
    }

    /** Whether neither the session nor any data plane has a setting by which the text may mean something else. */
    boolean isReadAsUsual() {
        return unusualSetting().isEmpty()
                && ReadingSettings.unusual(sources.planeSettings()).isEmpty();
    }

    /** Where the statement reads each table; conditions that may mean something else are none. */
    private Map<TouchedTable, List<TableRead>> readWhere() {
        // Which plane it is is not decided yet, and may depend on what is found here.
        boolean isUsual = isReadAsUsual();
        Map<TouchedTable, List<TableRead>> reads = new TreeMap<>(BY_NAME);
        for (TableRead read : summary().scans()) {
            table(read.name()).ifPresent(table -> reads.computeIfAbsent(table, name -> new ArrayList<>())
                    .add(isUsual ? read : read.whole()));
        }
        return reads;
    }

    @Override
    public Map<TouchedTable, TableScan> fullScans() {
        Set<String> conditions = summary().conditionColumns();
        if (conditions.contains(StatementSummary.ANY_COLUMN)) {
            return Map.of();
        }
        Map<TouchedTable, TableScan> full = new HashMap<>();
        readWhere().forEach((table, reads) -> {
            TableScan scan = scans().get(table);
            if (scan != null
                    && !scan.partitionColumns().isEmpty()
                    && reads.stream().allMatch(TableRead::isCurrent)
                    && scan.partitionColumns().stream().noneMatch(column -> isIn(conditions, column))) {
                full.put(table, scan);
            }
        });
        return full;
    }

    /** @param column with those it is a field of, if it is in a struct */
    private static boolean isIn(Set<String> conditions, String column) {
        String name = column.toLowerCase(Locale.ROOT);
        return conditions.contains(name) || conditions.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * What Calcite's validator says of a query whose tables are all known and read as they are; empty for any other, and for
     * very long ones.
     */
    Optional<Validation> validation() {
        boolean isPlain = summary().kind() == StatementClass.QUERY
                && summary().opaque().isEmpty()
                && sql.length() <= LONGEST_VALIDATED
                && isReadAsUsual();
        if (!isPlain) {
            return Optional.empty();
        }
        List<KnownTable> tables = new ArrayList<>();
        for (TableRead read : summary().scans()) {
            Optional<TableScan> scan = table(read.name()).map(scans()::get);
            if (scan.isEmpty() || !read.isCurrent()) {
                return Optional.empty();
            }
            tables.add(new KnownTable(read.name(), scan.get().columns()));
        }
        return Optional.of(QueryValidator.validate(sql, tables));
    }

    /** Of all its tables that are known. */
    Map<TouchedTable, TableScan> scans() {
        return found().known();
    }

    /** Why nothing is known of a table that it reads or writes. */
    String whyUnknown(TouchedTable table) {
        return found().unknown().getOrDefault(table, "it was not asked for");
    }

    private Scans found() {
        Scans found = scans;
        if (found == null) {
            Map<TouchedTable, List<TableRead>> reads = readWhere();
            tables().orElse(List.of()).forEach(table -> reads.putIfAbsent(table, List.of()));
            found = sources.estimate().scans(reads);
            scans = found;
        }
        return found;
    }
}
