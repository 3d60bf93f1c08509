package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.planner.SqlTokens;
import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.server.front.SessionNames;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.routing.ScanEstimate;
import io.lakeflight.server.routing.StatementFacts;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the text of one statement tells in its session, each found out once, when it is asked for first. */
final class TextFacts implements StatementFacts {
    private final String sql;
    private final SessionNames names;
    private final ScanEstimate estimate;

    private @Nullable StatementSummary summary;
    private @Nullable Map<TouchedTable, TableScan> scans;

    TextFacts(String sql, Session.State state, Catalogs catalogs, ScanEstimate estimate) {
        this.sql = withoutEdges(sql);
        this.names = new SessionNames(catalogs, state);
        this.estimate = estimate;
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
            known = StatementReader.read(sql);
            summary = known;
        }
        return known;
    }

    @Override
    public Optional<List<TouchedTable>> tables() {
        if (summary().opaque().isPresent()) {
            return Optional.empty();
        }
        List<TouchedTable> tables = new ArrayList<>(reads());
        resolved(summary().writes()).stream()
                .filter(table -> !tables.contains(table))
                .forEach(tables::add);
        return Optional.of(tables);
    }

    Set<TouchedTable> writes() {
        return Set.copyOf(resolved(summary().writes()));
    }

    private List<TouchedTable> reads() {
        return resolved(summary().reads());
    }

    private List<TouchedTable> resolved(Set<List<String>> written) {
        return written.stream()
                .flatMap(parts -> names.table(parts).stream())
                .map(TextFacts::touched)
                .distinct()
                .sorted((left, right) -> left.path().compareTo(right.path()))
                .toList();
    }

    private static TouchedTable touched(Place place) {
        List<String> path = place.path();
        int last = path.size() - 1;
        return new TouchedTable(place.catalog().name(), String.join(".", path.subList(0, last)), path.get(last));
    }

    @Override
    public OptionalLong bytes() {
        Optional<List<TouchedTable>> tables = tables();
        boolean isKnown =
                summary().reads().stream().allMatch(parts -> names.table(parts).isPresent());
        if (tables.isEmpty() || !isKnown) {
            return OptionalLong.empty();
        }
        List<TouchedTable> scanned = readsWhatItWrites() ? tables.get() : reads();
        Map<TouchedTable, TableScan> known = scans();
        long bytes = 0;
        for (TouchedTable table : scanned) {
            TableScan scan = known.get(table);
            if (scan == null) {
                return OptionalLong.empty();
            }
            bytes += scan.bytes();
        }
        return OptionalLong.of(bytes);
    }

    /** What is changed is looked for, unless rows are only added. */
    private boolean readsWhatItWrites() {
        boolean adds = sql.regionMatches(true, 0, "INSERT", 0, "INSERT".length());
        return summary().kind() == StatementClass.DML && !adds;
    }

    /** Of all its tables that are known. */
    Map<TouchedTable, TableScan> scans() {
        Map<TouchedTable, TableScan> known = scans;
        if (known == null) {
            known = estimate.scans(tables().orElse(List.of()));
            scans = known;
        }
        return known;
    }
}
