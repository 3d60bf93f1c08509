package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.tpch.TpchSource;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** TPC-H: all 22 queries have a translation, with the same rows in the same order. */
class ITTpchInBothLanes {
    @Test
    void allQueriesGiveTheSame() throws Exception {
        Map<String, Outcome> outcomes = new TreeMap<>();
        try (Lanes lanes = new Lanes("America/Los_Angeles")) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                create(lanes, table.getTableName());
            }
            SparkTexts.files("tpch").forEach((name, text) -> {
                if (name.matches("q[0-9]+[.]sql")) {
                    outcomes.put(name, lanes.compare(text));
                }
            });
        }
        assertThat(outcomes).hasSize(22);
        assertThat(outcomes)
                .allSatisfy((name, outcome) ->
                        assertThat(outcome).as(name).isEqualTo(Outcome.of(Outcome.Kind.EQUAL_IN_ORDER)));
    }

    private static void create(Lanes lanes, String table) throws IOException {
        Path folder = Files.createTempDirectory("tpch-").resolve(table);
        lanes.spark()
                .read()
                .format(TpchSource.class.getName())
                .option("table", table)
                .option("scale", "0.005")
                .option("parts", "1")
                .load()
                .write()
                .parquet(folder.toString());
        lanes.spark().read().parquet(folder.toString()).createOrReplaceTempView(table);
    }
}
