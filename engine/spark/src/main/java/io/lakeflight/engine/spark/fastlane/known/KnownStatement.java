package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.constants.FreeConstants;
import io.lakeflight.engine.spark.fastlane.files.SnapshotFiles;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.spark.source.SparkTable;

/**
 * A statement that the lane has answered, without what its tables held.
 *
 * @param constants that stand in the template's holes
 * @param sources tables and views as they were; the statement is known only as long as they are so
 * @param shape of its plan
 * @param columns of its rows
 * @param compared positions of those that are the same whoever makes the rows; empty if not even their number is
 * @param duckZone the session's time zone as DuckDB names it
 */
record KnownStatement(
        SqlTemplate template,
        List<String> constants,
        List<KnownScan> scans,
        Sources sources,
        PlanShape shape,
        ResultColumns columns,
        Optional<List<Integer>> compared,
        String duckZone)
        implements Known {
    private static final int OWN_BYTES = 1_024;
    private static final int SCAN_BYTES = 4_096;

    /** The name of a column, or a string with whatever is in it. */
    private static final Pattern COLUMN = Pattern.compile("'[^']*+'|\\b(c[0-9]+)\\b");

    KnownStatement {
        constants = List.copyOf(constants);
        scans = List.copyOf(scans);
    }

    /** What stands in a template's holes. */
    record Filled(List<String> scans, List<String> constants) implements SqlTemplate.Filling {
        @Override
        public String of(int scan) {
            return scans.get(scan);
        }

        @Override
        public String constant(int number) {
            return constants.get(number);
        }
    }

    /**
     * As if other constants stood in its text.
     *
     * @param free those of its own that may be others
     */
    KnownStatement with(FreeConstants free, List<Object> values) throws Refusal {
        List<KnownScan> others =
                scans.stream().map(scan -> scan.with(free, values)).toList();
        return new KnownStatement(template, free.sql(values), others, sources, shape, columns, compared, duckZone);
    }

    /** Whether both are answered in the same way: by the same text, but for names that mean nothing, and the same scans. */
    boolean isLike(KnownStatement other) throws Refusal {
        if (scans.size() != other.scans.size()) {
            return false;
        }
        for (int i = 0; i < scans.size(); i++) {
            if (!scans.get(i).isLike(other.scans.get(i))) {
                return false;
            }
        }
        return text().equals(other.text())
                && sources.equals(other.sources)
                && shape.equals(other.shape)
                && columns.equals(other.columns)
                && compared.equals(other.compared)
                && duckZone.equals(other.duckZone);
    }

    /** With columns numbered as they come; Spark gives them other numbers each time. */
    private String text() throws Refusal {
        List<String> described = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            described.add("scan " + i + " " + scans.get(i).names());
        }
        Map<String, String> numbered = new HashMap<>();
        return COLUMN.matcher(template.filled(new Filled(described, constants)))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? found.group()
                                : numbered.computeIfAbsent(found.group(1), any -> "column" + numbered.size())));
    }

    /**
     * Its text over what the tables hold.
     *
     * @throws Refusal if that is not for the lane to read
     */
    String sql(Map<TableReference, SparkTable> current, TableFiles files, SnapshotFiles snapshots) throws Refusal {
        List<String> texts = new ArrayList<>();
        for (KnownScan scan : scans) {
            SparkTable table = current.get(scan.table());
            if (table == null) {
                throw new IllegalStateException("A scan of no table of the statement: " + scan.table());
            }
            texts.add(scan.over(table.table(), files, snapshots));
        }
        return template.filled(new Filled(texts, constants));
    }

    @Override
    public int bytes() {
        return OWN_BYTES + SCAN_BYTES * scans.size() + 2 * (template.length() + sources.length()) + constantBytes();
    }

    /** Of one value of each of its constants. */
    int constantBytes() {
        return 2 * constants.stream().mapToInt(String::length).sum();
    }
}
