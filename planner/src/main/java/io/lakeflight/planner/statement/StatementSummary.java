package io.lakeflight.planner.statement;

import io.lakeflight.planner.statement.tables.TableFinder;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.planner.statement.variation.Variation;
import io.lakeflight.planner.statement.variation.Variation.Cause;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a statement is about.
 *
 * @param scans where it reads tables and views; empty of an opaque statement
 * @param writes names of tables and views as written, in their parts; empty of an opaque statement
 * @param writtenColumns names of columns that a change gives values to, in small letters; empty if it may be every one
 * @param conditionColumns names in any condition of WHERE, ON, USING or HAVING, in small letters, columns among them;
 *     {@link #ANY_COLUMN} if it does not say which
 * @param names whatever it may name in small letters: it reads no column of any other name; empty if that is not sure
 * @param variation why its answer may change though its tables do not; empty of a query whose answer does not
 * @param digest the same for texts that differ only in what means nothing, such as blanks and comments; of two queries
 *     with the same one, results have the same columns with the same names
 * @param shape of a query, its text without the values of constants in its conditions: of two with the same one, results have
 *     the same columns, if both are right; the text of any other statement
 * @param opaque why nothing is known of a statement but its class; empty if it was read
 */
public record StatementSummary(
        StatementClass kind,
        List<TableRead> scans,
        Set<List<String>> writes,
        Optional<Set<String>> writtenColumns,
        Set<String> conditionColumns,
        Optional<Set<String>> names,
        Optional<Variation> variation,
        String digest,
        String shape,
        Optional<String> opaque) {
    /** Stands for the columns that two tables have in common. */
    public static final String ANY_COLUMN = TableFinder.ANY_COLUMN;

    public StatementSummary {
        scans = List.copyOf(scans);
        writes = Set.copyOf(writes);
        writtenColumns = writtenColumns.map(Set::copyOf);
        conditionColumns = Set.copyOf(conditionColumns);
        names = names.map(Set::copyOf);
    }

    static StatementSummary opaque(StatementClass kind, String digest, String sql, String reason) {
        return new StatementSummary(
                kind,
                List.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.of(new Variation(Cause.UNKNOWN, reason)),
                digest,
                sql,
                Optional.of(reason));
    }

    /** Names of what it reads, but for tables whose rows it only looks for to change them. */
    public Set<List<String>> reads() {
        return scans.stream()
                .filter(read -> !read.isChanged())
                .map(TableRead::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
