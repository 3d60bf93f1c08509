package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;

/**
 * A statement that the lane has answered, without what its tables held.
 *
 * @param tables as they were; whatever they hold now, the statement is known only as long as they are so
 * @param shape of its plan
 * @param columns of its rows
 * @param compared positions of those that are the same whoever makes the rows; empty if not even their number is
 * @param duckZone the session's time zone as DuckDB names it
 */
record KnownStatement(
        SqlTemplate template,
        List<KnownScan> scans,
        Map<TableReference, TableState> tables,
        PlanShape shape,
        ResultColumns columns,
        Optional<List<Integer>> compared,
        String duckZone) {
    private static final int OWN_BYTES = 1_024;
    private static final int SCAN_BYTES = 4_096;

    KnownStatement {
        scans = List.copyOf(scans);
        tables = Map.copyOf(tables);
    }

    /** All its tables as they are now; empty if one is not the table that the plan was made for. */
    Optional<Map<TableReference, SparkTable>> current(SparkSession spark) {
        Map<TableReference, SparkTable> current = new HashMap<>();
        for (Map.Entry<TableReference, TableState> table : tables.entrySet()) {
            Optional<Table> loaded = table.getKey().load(spark);
            boolean isSame =
                    loaded.flatMap(TableState::of).map(table.getValue()::equals).orElse(false);
            if (!isSame) {
                return Optional.empty();
            }
            current.put(table.getKey(), (SparkTable) loaded.get());
        }
        return Optional.of(current);
    }

    /**
     * Its text over what the tables hold.
     *
     * @throws Refusal if that is not for the lane to read
     */
    String sql(Map<TableReference, SparkTable> current, TableFiles files) throws Refusal {
        String[] texts = new String[scans.size()];
        for (int i = 0; i < texts.length; i++) {
            KnownScan scan = scans.get(i);
            SparkTable table = current.get(scan.table());
            if (table == null) {
                throw new IllegalStateException("A scan of no table of the statement: " + scan.table());
            }
            texts[i] = scan.over(table.table(), files);
        }
        return template.filled(scan -> texts[scan]);
    }

    /** About how many bytes of memory it takes. */
    int bytes() {
        int states = tables.values().stream().mapToInt(TableState::length).sum();
        return OWN_BYTES + SCAN_BYTES * scans.size() + 2 * (template.length() + states);
    }
}
